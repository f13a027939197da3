const { availableParallelism } = require('node:os');

/** Every module is compiled by SWC; the listed packages ship as ES modules only. */
const compiled = ['temporal-polyfill', 'temporal-utils', 'parse5', 'entities', 'puppeteer-core', '@puppeteer', '@sparticuz', 'mjml[^/]*', 'caniemail', 'dot-prop', 'onetime', 'mimic-function', 'split-lines', 'pixelmatch'];

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  // A stack waits much of its time, so that two of them side by side are done sooner, even on two cores. Three only wait for each other.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  testSequencer: '<rootDir>/test/longest-first.cjs',
  // Whole stacks run beside each other on a machine with two cores; what takes longer than this hangs.
  testTimeout: 30_000,
  transform: { '^.+\\.(ts|js|mjs|cjs)$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${compiled.join('|')})/)`, '/build/', '/cdk.out/'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/cdk.out/', '<rootDir>/.forthright/'],
};
