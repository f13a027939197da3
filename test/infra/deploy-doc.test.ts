import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { Merchant, parseMerchant } from '../../functions/core/merchant';
import { ofType, root, synthesizeProject } from './synthesized';

const text = readFileSync(path.join(root, 'docs/deploy.md'), 'utf8');
const example = /```jsonc\n(.*?)```/s.exec(text)?.[1] ?? '';

/** Without `// ...`, but for one inside a string, such as in an address of the web. */
const withoutComments = (jsonc: string): string => jsonc.replace(/("(?:[^"\\]|\\.)*")|\/\/.*$/gm, (_whole, string: string | undefined) => string ?? '');

const json = JSON.parse(withoutComments(example)) as unknown;

interface Schema {
  properties?: Record<string, Schema>;
  type?: string;
  minimum?: number;
  maximum?: number;
}

/** Every field that merchant.json may have, such as `policy.hold.customerHours`. */
function fieldsOf({ properties = {} }: Schema, at: readonly string[] = []): { field: string; schema: Schema }[] {
  return Object.entries(properties).flatMap(([name, schema]) => [{ field: [...at, name].join('.'), schema }, ...fieldsOf(schema, [...at, name])]);
}

const known = fieldsOf(z.toJSONSchema(Merchant, { io: 'input' }) as Schema);

/** Field -> what is said about it, above it or on its line. The example has one field a line. */
function explanations(): Record<string, string> {
  const found: Record<string, string> = {};
  const open: string[] = [];
  let above = '';
  for (const line of example.split('\n')) {
    const [, comment] = /^\s*\/\/ (.*)$/.exec(line) ?? [];
    const [, name, value = ''] = /^\s*"(\w+)": (.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      found[[...open, name].join('.')] = `${above} ${/\/\/ (.*)$/.exec(value.replace(/"(?:[^"\\]|\\.)*"/g, ''))?.[1] ?? ''}`.trim();
      if (value === '{') open.push(name);
    } else if (/^\s*\}/.test(line)) open.pop();
    above = comment ?? '';
  }
  return found;
}

test('the example can be used as it stands', () => {
  expect(parseMerchant(json).brand.name).toBe('Tern & Tide');
});

test('the example has every field there is and no other', () => {
  expect(Object.keys(explanations()).sort()).toEqual(known.map(({ field }) => field).sort());
});

test.each(known)('$field is explained', ({ field, schema }) => {
  const said = explanations()[field] ?? '';
  expect(said).not.toBe('');
  // A range that is explained must be the one that is checked.
  if (schema.minimum !== undefined && schema.maximum !== undefined) expect(said).toContain(`${schema.minimum} to ${schema.maximum}`);
});

test('what the example says under policy is what holds when it is left out', () => {
  const { policy, ...rest } = json as { policy: { rulePacks: unknown } };
  expect({ ...policy, rulePacks: {} }).toEqual(parseMerchant(rest).policy);
});

test('the colours and the language that hold unless told are named', () => {
  const given = json as { brand: object };
  const defaults = parseMerchant({ ...given, locale: undefined, brand: { ...given.brand, colours: undefined } });
  const said = explanations();
  expect(said['brand.colours.accent']).toContain(`${defaults.brand.colours.accent} unless told`);
  expect(said['brand.colours.onAccent']).toContain(`${defaults.brand.colours.onAccent} unless told`);
  expect(said.locale).toContain(`"${defaults.locale}"`);
});

test('the commands of the guide deploy what there is', async () => {
  const { data, service } = await synthesizeProject();
  expect(text).toContain('npx cdk deploy --all');
  for (const output of ['BusName', 'PageOrigin', 'AlarmTopic']) {
    expect(text).toContain(`| \`${output}\` |`);
    expect(Object.keys(service.Outputs)).toContain(output);
  }
  expect(text).toContain('| `DashboardUrl...` |');
  expect(Object.keys(service.Outputs)).toContainEqual(expect.stringMatching(/^DashboardUrl/));
  expect(Object.keys(ofType(data, 'AWS::SecretsManager::Secret'))).toEqual([expect.stringMatching(/^Keyring/)]);
  expect(Object.values(ofType(data, 'AWS::Events::EventBus')).map(({ Properties }) => Properties.Name)).toEqual(['forthright']);
}, 60_000);
