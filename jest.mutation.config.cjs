/**
 * The tests that a mutant of the core has to get past: those of the core, and the promises over few histories. See stryker.config.json.
 */
process.env.HISTORIES ??= '150';
// A mutant is killed or not; how small its history could be is nobody's question.
process.env.SHRINK ??= 'no';

/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/functions/core/**/*.test.ts', '<rootDir>/test/simulation/histories.test.ts'],
};
