/** What the Lambdas consist of, as ../bundles.ts puts it together. */
export interface LambdaCode {
  /** The bundled handler and adapters of each Lambda, as text: evaluated for each instance, since an instance keeps state. */
  sources: Readonly<Record<string, string>>;
  /** What is the same for all of them and keeps none: core, rendering, packages. By the name under which a source requires it. */
  modules: Readonly<Record<string, () => unknown>>;
}

/** Filled in when the simulation is bundled. Outside of a bundle there are no Lambdas. */
export const lambdaCode: LambdaCode = { sources: {}, modules: {} };
