/*
 * `npm test`: everything that has to hold, in one go. Arguments go to jest:
 * `npm test -- customer-page` runs the checks and only those tests.
 */
const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');
const { constants, setPriority } = require('node:os');
const { join } = require('node:path');

/** The tests take a quarter of an hour. One that has failed may leave a stack running, which must not look like patience. */
const LONGEST_MS = 45 * 60_000;

/** Where the stacks of the tests write down what their Lambdas needed. */
const USAGE = join(__dirname, '../build/usage');
rmSync(USAGE, { recursive: true, force: true });
process.env.FORTHRIGHT_USAGE = USAGE;

/**
 * One after the other; what stands in one row at the same time. The checks take what the tests leave of the processor, since a
 * stack waits much of its time: so they cost nothing, and what one of them finds is said as soon as it is known.
 */
const steps = [
  [{ name: 'templates', command: 'tsx', args: ['templates/build.ts'] }],
  [
    { name: 'tests', command: 'jest', args: process.argv.slice(2) },
    { name: 'types', command: 'tsc', args: ['--noEmit'], isBeside: true },
    { name: 'layers', command: 'depcruise', args: ['--config', '.dependency-cruiser.cjs', 'functions', 'infra', 'local', 'templates', 'test', 'bench'], isBeside: true },
    { name: 'lint', command: 'eslint', args: ['.'], isBeside: true },
  ],
  // What no test needed can be told only when all of them have run.
  ...(process.argv.length > 2 ? [] : [[{ name: 'permissions', command: 'tsx', args: ['test/usage/report.ts', USAGE] }]]),
];

// A word on which Node the SDK's makers plan to support next year, once per test file, hides what matters.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Resolves to whether it went well. What is done beside something else is told in one piece when it has ended. */
function done({ name, command, args, isBeside = false }) {
  const started = Date.now();
  const spoken = isBeside ? 'pipe' : 'inherit';
  const child = spawn(join(__dirname, '../node_modules/.bin', command), args, { stdio: ['inherit', spoken, spoken], shell: process.platform === 'win32' });
  if (isBeside && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
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
    const went = await Promise.all(row.map(done));
    const failed = row.filter((_step, index) => !went[index]);
    if (failed.length > 0) {
      console.error(`npm test: failed: ${failed.map(({ name }) => name).join(', ')}`);
      return 1;
    }
  }
  return 0;
}

main().then((code) => process.exit(code));
