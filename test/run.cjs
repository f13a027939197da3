/*
 * `npm test`: everything that has to hold, in one go, the quick and telling first. Arguments go to jest:
 * `npm test -- customer-page` runs the checks and only those tests.
 */
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

/** The tests take a quarter of an hour. One that has failed may leave a stack running, which must not look like patience. */
const LONGEST_MS = 45 * 60_000;

const steps = [
  ['templates', 'tsx', ['templates/build.ts']],
  ['types', 'tsc', ['--noEmit']],
  ['layers', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'functions', 'infra', 'local', 'templates', 'test', 'bench']],
  ['lint', 'eslint', ['.']],
  ['tests', 'jest', process.argv.slice(2)],
];

// A word on which Node the SDK's makers plan to support next year, once per test file, hides what matters.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

for (const [name, command, args] of steps) {
  const started = Date.now();
  const { status, error } = spawnSync(join(__dirname, '../node_modules/.bin', command), args, { stdio: 'inherit', shell: process.platform === 'win32', timeout: LONGEST_MS });
  if (status !== 0) {
    console.error(`npm test: ${name} ${error?.code === 'ETIMEDOUT' ? `not done after ${LONGEST_MS / 60_000} minutes` : 'failed'}`);
    process.exit(1);
  }
  console.log(`npm test: ${name} ok, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
