import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseMerchant } from '../../functions/core/merchant';
import { lambdas, type LambdaName } from '../../infra/lambdas';
import type { FunctionWiring } from '../../local/template/wiring';
import { lambdaOf, ofType, root, synthesizeProject, type Synthesized } from './synthesized';

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesizeProject();
}, 60_000);

function functionOf(name: LambdaName): FunctionWiring {
  const found = stack.wiring.functions.filter(({ logicalId }) => lambdaOf(logicalId) === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** Loads a bundle again and again, each time with one variable less, and says what it exports or what it fails with. */
const coldStarts = `
  const { code, environment } = JSON.parse(process.argv[1]);
  const start = (given) => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, given);
    delete require.cache[require.resolve(code)];
    try {
      return typeof require(code).handler;
    } catch (error) {
      return String(error);
    }
  };
  const without = (name) => Object.fromEntries(Object.entries(environment).filter(([other]) => other !== name));
  console.log(JSON.stringify({ whole: start(environment), lacking: Object.fromEntries(Object.keys(environment).map((name) => [name, start(without(name))])) }));
`;

interface ColdStarts {
  whole: string;
  /** By the variable that was left out. */
  lacking: Record<string, string>;
}

test('these Lambdas are deployed and no other', () => {
  expect(stack.wiring.functions.map(({ logicalId }) => lambdaOf(logicalId)).sort()).toEqual([...lambdas].sort());
});

test.each(lambdas)('%s has exactly the environment that it asks for: it starts with it, and with nothing less', (name) => {
  const { code, environment } = functionOf(name);
  const said = execFileSync(process.execPath, ['-e', coldStarts, JSON.stringify({ code: path.join(code, 'index.js'), environment })], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const { whole, lacking } = JSON.parse(said) as ColdStarts;
  expect(whole).toBe('function');
  expect(Object.keys(lacking)).not.toEqual([]);
  for (const [variable, outcome] of Object.entries(lacking)) expect(outcome).toMatch(new RegExp(`^EnvironmentError: .*: ${variable}: [^;]+$`));
});

test.each(lambdas)('%s carries merchant.json as it was checked, every default filled in', (name) => {
  const carried: unknown = JSON.parse(readFileSync(path.join(functionOf(name).code, 'merchant.json'), 'utf8'));
  expect(carried).toEqual(parseMerchant(JSON.parse(readFileSync(path.join(root, 'merchant.json'), 'utf8'))));
});

test.each(lambdas)('%s is small enough to start quickly', (name) => {
  expect(statSync(path.join(functionOf(name).code, 'index.js')).size).toBeLessThan(850_000);
});

test('no Lambda carries what only builds templates', () => {
  for (const name of lambdas) {
    const code = readFileSync(path.join(functionOf(name).code, 'index.js'), 'utf8');
    // The compiler's and MJML's own names, which minifying leaves as they are.
    expect([name, code.includes('mj-body'), code.includes('knownHelpersOnly')]).toEqual([name, false, false]);
  }
});

test('Lambdas run on a Node.js that AWS keeps up to date, and say what they do in JSON for a month', () => {
  for (const { Properties } of Object.values(ofType(stack.service, 'AWS::Lambda::Function'))) {
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler', LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' } });
  }
  const logs = Object.values(ofType(stack.service, 'AWS::Logs::LogGroup'));
  expect(logs).toHaveLength(lambdas.length + 1);
  for (const { Properties } of logs) expect(Properties.RetentionInDays).toBe(30);
});
