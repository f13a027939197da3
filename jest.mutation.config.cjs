/**
 * The tests that a mutant of the core has to get past: those of the core, and the promises over few histories. See stryker.config.json.
 */
process.env.HISTORIES ??= '150';
process.env.SHRINK ??= 'no';

/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/mutation/all-of-core.ts'],
};
