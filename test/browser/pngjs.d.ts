/** What the tests use of pngjs, which comes without types. */
declare module 'pngjs' {
  export class PNG {
    constructor(size: { width: number; height: number });
    readonly width: number;
    readonly height: number;
    readonly data: Buffer;
    static readonly sync: { read(file: Uint8Array): PNG; write(png: PNG): Buffer };
  }
}
