import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './synthesized';

/*
 * A merchant's own words and templates, from files to the bundles that are deployed: synthesized as `cdk` does it, in a shop's
 * folder of its own.
 */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forthright-own-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const SYNTHESIZE = path.join(root, 'test/infra/synthesize-shop.ts');

/** Synthesizes a shop with these files of its own, and these changes to merchant.json. */
function synthesizeShop(own: Record<string, string>, brand: Record<string, unknown> = {}): { status: number | null; said: string; bundles: string } {
  const shop = mkdtempSync(path.join(folder, 'shop-'));
  const merchant = JSON.parse(readFileSync(path.join(root, 'merchant.json'), 'utf8')) as { brand: object };
  writeFileSync(path.join(shop, 'merchant.json'), JSON.stringify({ ...merchant, brand: { ...merchant.brand, ...brand } }));
  for (const [file, text] of Object.entries(own)) {
    mkdirSync(path.dirname(path.join(shop, 'merchant', file)), { recursive: true });
    writeFileSync(path.join(shop, 'merchant', file), text);
  }
  const bundles = path.join(shop, 'bundles');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', SYNTHESIZE, shop, bundles], { cwd: root, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}`.trim(), bundles };
}

const beside = (bundles: string, lambda: string, file: string): string => readFileSync(path.join(bundles, lambda, file), 'utf8');

test('messages, a voice, a footer, a new template and a style of the shop are in what is deployed, and nothing else has changed', () => {
  const { status, said, bundles } = synthesizeShop(
    {
      'locales/en.json': JSON.stringify({ 'mail.keep': 'I will wait for it', 'shipped.late': 'If it does not turn up, ring us.' }),
      'locales/de.json': JSON.stringify({ 'mail.keep': 'Ich warte darauf' }),
      'pages/page.css': `${readFileSync(path.join(root, 'templates/pages/page.css'), 'utf8')}\nh1 { letter-spacing: 0.02em; }\n`,
      'partials/aside.mjml': readFileSync(path.join(root, 'templates/partials/aside.mjml'), 'utf8').replace('{{label}}', 'Of note: {{label}}'),
    },
    { voice: 'warm', footer: ['Registered in Maine, no. 20260001'] },
  );
  expect({ status, said }).toEqual({ status: 0, said: '' });
  const english = JSON.parse(beside(bundles, 'attend-customer', 'locales/en.json')) as Record<string, unknown>;
  expect(english['mail.keep']).toBe('I will wait for it');
  expect(english['mail.greeting']).toEqual(['Dear ', ['name'], ',']);
  expect(english['mail.track']).toBe('Track the parcel');
  expect(JSON.parse(beside(bundles, 'customer-page', 'locales/de.json'))).toMatchObject({ 'mail.keep': 'Ich warte darauf' });
  expect(beside(bundles, 'attend-customer', 'mails/ltr.js')).toContain('Of note: ');
  expect(beside(bundles, 'attend-customer', 'mails/rtl.js')).toContain('Of note: ');
  expect(beside(bundles, 'customer-page', 'index.js')).toContain('letter-spacing: 0.02em');
  expect(JSON.parse(beside(bundles, 'attend-customer', 'merchant.json'))).toMatchObject({ brand: { voice: 'warm', footer: ['Registered in Maine, no. 20260001'] } });
  expect(readdirSync(path.join(bundles, 'backorder-created')).sort()).toEqual(['index.js', 'merchant.json']);
}, 240_000);

test('what has no place, says too little or says what nobody fills in is refused line by line, and nothing is made', () => {
  const { status, said } = synthesizeShop({
    'locales/en.json': JSON.stringify({ 'mail.keeep': 'Keep', 'mail.greeting': 'Hello,', 'mail.quantity': 'Quantity: {units}' }),
    'locales/klingon.json': JSON.stringify({ 'mail.keep': 'pol' }),
  });
  expect(status).toBe(1);
  expect(said.split('\n')).toEqual([
    'the templates cannot be built: ',
    '  locales/en.json, "mail.keeep": there is no such message',
    '  locales/klingon.json: expected the code of a language as its name, such as it.json',
  ]);
  const second = synthesizeShop({ 'locales/en.json': JSON.stringify({ 'mail.greeting': 'Hello,', 'mail.quantity': 'Quantity: {units}' }) });
  expect(second.said.split('\n')).toEqual([
    'the templates cannot be built: ',
    '  en.json, "mail.greeting": expected {name}',
    '  en.json, "mail.quantity": {units} is not known here, expected {count}',
  ]);
  expect(synthesizeShop({ 'emails/promotion.mjml': '<mjml></mjml>' }).said).toContain('emails/promotion.mjml: expected the path of a template that it replaces');
}, 120_000);

test('a template that leaves out the way to cancel, or the sentences of the law, is refused with the mail and the language', () => {
  const items = readFileSync(path.join(root, 'templates/partials/items.mjml'), 'utf8');
  const withoutButtons = items.replace(/<div style="padding-top:6px">[\s\S]*?<\/div>/, '');
  const { status, said } = synthesizeShop({ 'partials/items.mjml': withoutButtons, 'partials/choice.mjml': '<mj-raw></mj-raw>' });
  expect(status).toBe(1);
  expect(said).toMatch(/the mail "first" in en: the HTML lacks the link https:\/\/orders\.shop\.example\/b\/[^ ]+\/cancel/);
  expect(said).toMatch(/the mail "later-long" in de: the HTML does not say “Your order for it is cancelled automatically/);
  expect(said).not.toContain('the text lacks');
}, 240_000);

test('a language that only the shop has is taken whole', () => {
  const english = readFileSync(path.join(root, 'templates/locales/en.json'), 'utf8');
  const { status, said, bundles } = synthesizeShop({ 'locales/nl.json': english.replace('"Track the parcel"', '"Volg het pakket"') });
  expect({ status, said }).toEqual({ status: 0, said: '' });
  expect(JSON.parse(beside(bundles, 'attend-customer', 'locales/nl.json'))).toMatchObject({ 'mail.track': 'Volg het pakket' });
  expect(beside(bundles, 'attend-customer', 'index.js')).toContain('./locales/nl.json');
}, 240_000);
