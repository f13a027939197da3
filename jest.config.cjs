/** Every module is compiled by SWC; the listed packages ship as ES modules only. */
const compiled = ['temporal-polyfill', 'temporal-utils', 'parse5', 'entities', 'puppeteer-core', '@puppeteer', '@sparticuz', 'mjml[^/]*'];

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  transform: { '^.+\\.(ts|js|mjs|cjs)$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${compiled.join('|')})/)`, '/build/', '/cdk.out/'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/cdk.out/', '<rootDir>/.forthright/'],
};
