/** As much of React as the bench uses: its own types are no dependency of ours. */
declare module 'react' {
  /** What React can show. */
  export type Node = object | string | number | false | null | undefined;
  export function createElement(type: unknown, props?: object | null, ...children: (Node | Node[])[]): object;
}
