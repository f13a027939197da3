/** The layers of the house. A breach fails the tests. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment: 'core decides; it knows no SDK, clock, randomness, environment, log or neighbour. Only itself and small pure libraries.',
      severity: 'error',
      from: { path: '^functions/core/' },
      to: { pathNot: ['^functions/core/', 'node_modules/(valibot|zod|temporal-polyfill)/', '^(node:)?crypto$'] },
    },
    {
      name: 'aws-behind-adapters',
      comment: 'Only adapters speak to AWS, one file a neighbour.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/adapters/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'deployed-code-is-listed',
      comment: 'What the Lambdas are bundled from is a dependency, so that its licence stands in docs/licences.md. The schema of merchant.json is in no bundle.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/core/merchant\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'nothing-imports-a-handler',
      severity: 'error',
      from: {},
      to: { path: '^functions/[^/]+/handler\\.ts$' },
    },
    {
      name: 'lambdas-keep-to-themselves',
      comment: 'What two Lambdas need lies in core, adapters or rendering.',
      severity: 'error',
      from: { path: '^functions/(?!core/|adapters/|rendering/)([^/]+)/' },
      to: { path: '^functions/(?!core/|adapters/|rendering/)', pathNot: '^functions/$1/' },
    },
    {
      name: 'adapters-and-rendering-know-no-lambda',
      severity: 'error',
      from: { path: '^functions/(adapters|rendering)/' },
      to: { path: '^functions/(?!core/|adapters/|rendering/)' },
    },
    {
      name: 'deployed-code-knows-no-local-stack',
      severity: 'error',
      from: { path: '^(functions|templates|infra)/' },
      to: { path: '^(local|test|bench)/' },
    },
    {
      name: 'running-stacks-are-searched',
      comment: 'Tests run a stack through RunningStack or Started, which look for personal data in its log when it ends.',
      severity: 'error',
      from: { path: '^test/', pathNot: '^test/flows/running-stack\\.ts$' },
      to: { path: '^local/stack\\.ts$' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphaned-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
