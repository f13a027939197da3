/*
 * `npm test`: everything that has to hold, in one go, the quick and telling first. Arguments go to jest:
 * `npm test -- customer-page` runs the checks and only those tests.
 */
const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');
const { join } = require('node:path');

/** The tests take a quarter of an hour. One that has failed may leave a stack running, which must not look like patience. */
const LONGEST_MS = 45 * 60_000;

/** Where the stacks of the tests write down what their Lambdas needed. */
const USAGE = join(__dirname, '../build/usage');
rmSync(USAGE, { recursive: true, force: true });
process.env.FORTHRIGHT_USAGE = USAGE;

/** One after the other; what stands in one row at the same time. */
const steps = [
  [['templates', 'tsx', ['templates/build.ts']]],
  [
    ['types', 'tsc', ['--noEmit']],
    ['layers', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'functions', 'infra', 'local', 'templates', 'test', 'bench']],
    ['lint', 'eslint', ['.']],
  ],
  [['tests', 'jest', process.argv.slice(2)]],
  // What no test needed can be told only when all of them have run.
  ...(process.argv.length > 2 ? [] : [[['permissions', 'tsx', ['test/usage/report.ts', USAGE]]]]),
];

// A word on which Node the SDK's makers plan to support next year, once per test file, hides what matters.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Resolves to whether it went well. What several say at the same time is told when each has ended. */
function done([name, command, args], isAlone) {
  const started = Date.now();
  const child = spawn(join(__dirname, '../node_modules/.bin', command), args, { stdio: ['inherit', isAlone ? 'inherit' : 'pipe', isAlone ? 'inherit' : 'pipe'], shell: process.platform === 'win32' });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
  let isLate = false;
  const timer = setTimeout(() => (isLate = child.kill()), LONGEST_MS);
  return new Promise((resolve) => {
    const ended = (isWell, how) => {
      clearTimeout(timer);
      process.stdout.write(Buffer.concat(said));
      console[isWell ? 'log' : 'error'](`npm test: ${name} ${how}`);
      resolve(isWell);
    };
    child.on('error', (error) => ended(false, `failed: ${error.message}`));
    child.on('close', (status) => {
      if (status === 0) ended(true, `ok, ${((Date.now() - started) / 1000).toFixed(1)} s`);
      else ended(false, isLate ? `not done after ${LONGEST_MS / 60_000} minutes` : 'failed');
    });
  });
}

async function main() {
  for (const row of steps) {
    const went = await Promise.all(row.map((step) => done(step, row.length === 1)));
    if (went.includes(false)) return 1;
  }
  return 0;
}

main().then((code) => process.exit(code));
