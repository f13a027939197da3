import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lambdas } from '../../infra/lambdas';
import { synthesize } from '../../infra/synthesize';
import { leastMerchant } from './stacks';
import { root } from './synthesized';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forthright-synthesis-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of the project whose sources can be spoiled. */
function copyOfProject(): string {
  const copy = mkdtempSync(path.join(folder, 'project-'));
  for (const part of ['infra', 'functions', 'templates', 'cdk.json', 'merchant.json', 'package.json', 'tsconfig.json']) {
    cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  return copy;
}

/** What `cdk` does first: runs the command in cdk.json, here without credentials, profile or home. */
function synthesizeAsCdk(project: string, context: Record<string, string> = {}): { status: number | null; said: string; outdir: string; left: string[] } {
  const { app } = JSON.parse(readFileSync(path.join(project, 'cdk.json'), 'utf8')) as { app: string };
  const [, ...args] = app.split(' ');
  const outdir = mkdtempSync(path.join(folder, 'out-'));
  const temporary = mkdtempSync(path.join(folder, 'temporary-'));
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', env: { CDK_OUTDIR: outdir, TMPDIR: temporary, TEMP: temporary, TMP: temporary, CDK_CONTEXT_JSON: JSON.stringify(context) } });
  const left = readdirSync(temporary).filter((name) => name.startsWith('forthright-'));
  return { status, said: `${stdout}${stderr}`.trim(), outdir, left };
}

/** Everything in a cloud assembly that is deployed, by path. The rest tells a reader where in the sources it came from. */
const contentOf = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
      .filter((file) => !file.endsWith('.metadata.json'))
      .sort()
      .map((file) => [file, readFileSync(path.join(directory, file), 'utf8')]),
  );

test('the same sources give the same stacks and bundles, byte by byte, here and in another folder', async () => {
  const here = mkdtempSync(path.join(folder, 'here-'));
  await synthesize(root, here);
  const elsewhere = synthesizeAsCdk(copyOfProject());
  expect(elsewhere).toMatchObject({ status: 0, said: '', left: [] });
  const [one, other] = [contentOf(here), contentOf(elsewhere.outdir)];
  expect(Object.keys(one)).toEqual(expect.arrayContaining(['ForthrightData.template.json', 'ForthrightService.template.json', 'manifest.json']));
  expect(Object.keys(one).filter((file) => file.endsWith('index.js'))).toHaveLength(lambdas.length);
  expect(Object.keys(other)).toEqual(Object.keys(one));
  expect(Object.keys(one).filter((file) => one[file] !== other[file])).toEqual([]);
}, 60_000);

test('a wrong merchant.json fails with each path, the value and what was expected, and no stack trace', () => {
  const project = copyOfProject();
  const merchant = JSON.parse(readFileSync(path.join(project, 'merchant.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(
    path.join(project, 'merchant.json'),
    JSON.stringify({ ...merchant, timeZone: 'Europe/Atlantis', policy: { hold: { customerHours: 400 } }, senders: { notices: 'orders', updates: 'updates@ternandtide.example' }, colour: 'red' }),
  );
  const { status, said } = synthesizeAsCdk(project);
  expect(status).toBe(1);
  expect(said.split('\n')).toEqual([
    'merchant.json cannot be used:',
    '  senders.notices: Invalid email address, found "orders"',
    '  timeZone: expected an IANA time zone such as Europe/Paris, found "Europe/Atlantis"',
    '  policy.hold.customerHours: Too big: expected number to be <=72, found 400',
    expect.stringMatching(/^ {2}\(top level\): Unrecognized key: "colour", found \{/),
  ]);
}, 60_000);

test('a stage that there is not fails in one clear line', () => {
  expect(synthesizeAsCdk(root, { stage: 'production' })).toMatchObject({ status: 1, said: 'stage "production": expected prod, test or dev' });
}, 60_000);

test('-c stage and -c merchant choose the installation', async () => {
  const shop = mkdtempSync(path.join(folder, 'lamps-'));
  writeFileSync(path.join(shop, 'merchant.json'), JSON.stringify({ ...leastMerchant, shop: 'lamps' }));
  const { stacks } = await synthesize(root, mkdtempSync(path.join(folder, 'out-')), { stage: 'dev', merchant: shop });
  expect(stacks.map(({ stackName }) => stackName).sort()).toEqual(['ForthrightData-lamps-dev', 'ForthrightService-lamps-dev']);
}, 60_000);

test.each([
  ['is no JSON', '{ "brand": ', /^merchant\.json cannot be used:\n {2}\(file\): expected JSON without comments, found [^\n]+$/],
  ['is not there', undefined, /^merchant\.json cannot be used:\n {2}\(file\): expected a readable file, found [^\n]*ENOENT[^\n]+$/],
])('a merchant.json that %s fails in one clear line', async (_what, text, expected) => {
  const project = mkdtempSync(path.join(folder, 'shop-'));
  if (text !== undefined) writeFileSync(path.join(project, 'merchant.json'), text);
  await expect(synthesize(project, path.join(folder, 'never'))).rejects.toThrow(expected);
});

test('code that cannot be bundled fails with the place and the reason, and no stack trace', () => {
  const project = copyOfProject();
  appendFileSync(path.join(project, 'functions/order-closed/handler.ts'), '\nexport const broken = ;\n');
  const { status, said, left } = synthesizeAsCdk(project);
  expect({ status, left }).toEqual({ status: 1, left: [] });
  expect(said).toMatch(/functions\/order-closed\/handler\.ts:\d+:\d+:/);
  expect(said).toContain('Unexpected ";"');
  expect(said).not.toMatch(/^ {4}at /m);
}, 60_000);

test('a template that cannot be built fails with the reason, and no stack trace', () => {
  const project = copyOfProject();
  appendFileSync(path.join(project, 'templates/pages/page.hbs'), '{{#if nothing}}');
  const { status, said } = synthesizeAsCdk(project);
  expect(status).toBe(1);
  expect(said).toMatch(/^the templates cannot be built: Parse error on line \d+/);
  expect(said).not.toMatch(/^ {4}at /m);
}, 60_000);
