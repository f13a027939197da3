import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['build/**', 'cdk.out/**', '.forthright/**', 'node_modules/**', '**/*.cjs', 'eslint.config.mjs', 'local/desk/public/**', 'local/gallery/page/**', 'test/browser/in-page/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      'no-control-regex': 'error',
    },
  },
  {
    // What people run and read in a terminal.
    files: ['local/**', 'bench/**', 'infra/app.ts', 'infra/*/run.ts', 'infra/terminal/command.ts', 'infra/supply-chain/write-licences.ts', 'templates/build.ts', 'test/simulation/run-*.ts', 'test/kills/run-kills.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // What is bundled is loaded at every cold start. The schema of merchant.json is not: the synthesis alone takes it.
    files: ['functions/**'],
    ignores: ['functions/core/merchant.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: ['zod', 'zod/mini'].map((name) => ({ name, message: 'What is bundled takes valibot.' })) }] },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
