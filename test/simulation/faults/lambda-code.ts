/** What the Lambdas consist of, as ../bundles.ts puts it together. */
export interface LambdaCode {
  /** The bundled handler and adapters of each Lambda, as text: evaluated for each instance, since an instance keeps state. */
  sources: Readonly<Record<string, string>>;
  /** What is the same for all of them and keeps none: core, rendering, packages. By the name under which a source requires it. */
  modules: Readonly<Record<string, () => unknown>>;
}

/** `next` is what a deployment brings, in a bundle that was made for deployments. */
export type Release = 'today' | 'next';

/** Filled in when the simulation is bundled. Outside of a bundle there are no Lambdas. */
export const lambdaCode: { today: LambdaCode; next?: LambdaCode } = { today: { sources: {}, modules: {} } };

/** Throws an Error for a release that is not in the bundle. */
export function codeOf(release: Release): LambdaCode {
  const code = lambdaCode[release];
  if (code === undefined) throw new Error(`the code of ${release} is not in the bundle: it is made by deploymentBundle`);
  return code;
}
