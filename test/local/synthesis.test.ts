import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fingerprintOf } from '../../local/synthesis';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'project-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

test.each(['merchant.json', 'merchant/locales/en.json', 'merchant/partials/footer.mjml', 'templates/text/notice.hbs', 'functions/core/apply.ts', 'infra/app.ts'])('a stack is made anew when %s comes, changes or goes', (file) => {
  const without = fingerprintOf(root);
  put(file, 'one');
  const first = fingerprintOf(root);
  put(file, 'two');
  const second = fingerprintOf(root);
  rmSync(path.join(root, file));
  expect(new Set([without, first, second]).size).toBe(3);
  expect([first, second]).not.toContain(fingerprintOf(root));
});

test('what no stack is made of changes nothing', () => {
  put('merchant.json', '{}');
  const before = fingerprintOf(root);
  put('docs/mails.md', 'words');
  put('test/local/some.test.ts', 'code');
  expect(fingerprintOf(root)).toBe(before);
});
