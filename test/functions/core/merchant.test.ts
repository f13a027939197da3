import { InvalidMerchantError, parseMerchant } from '../../../functions/core/merchant';

/*
 * merchant.json: what stands in it when little is said, how far each number may go, and what is answered to a wrong one.
 */

const small = {
  brand: { name: 'Lakeside', url: 'https://lakeside.example' },
  senders: { notices: 'orders@lakeside.example', updates: 'news@lakeside.example' },
  postalAddress: ['1 Quay'],
  support: { email: 'help@lakeside.example' },
  timeZone: 'America/New_York',
  market: 'US',
};

test('what is not said is as the guide says', () => {
  expect(parseMerchant(small)).toEqual({
    ...small,
    brand: { ...small.brand, colours: { accent: '#1f5f4a', onAccent: '#ffffff' }, voice: 'plain', footer: [] },
    locale: 'en',
    policy: {
      settle: { newLinesSeconds: 45, etaChangesSeconds: 600 },
      hold: { customerHours: 4, automaticHours: 24 },
      weekly: { day: 6, fromHour: 10, toHour: 12 },
      etaThresholdDays: 1,
      dates: { askDaysBefore: 3, confirmedWithinDays: 14, farAwayDays: 28 },
      consent: { reminderDays: 3, furtherDays: 0 },
      goodwill: { steps: [], monthlyBudget: {} },
      refundWorkingDays: 7,
      retention: { recordMonths: 84 },
      rulePacks: {},
      show: 'window',
    },
  });
});

/** The merchant with another value at the path, whose parents are made where they are missing. */
function withField(path: string, value: unknown): unknown {
  const copy = structuredClone(small) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  let holder = copy;
  for (const key of keys) holder = (holder[key] ??= {}) as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

function valueIn(merchant: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], merchant);
}

test.each<[string, unknown[]]>([
  ['policy.settle.newLinesSeconds', [0, 90]],
  ['policy.settle.etaChangesSeconds', [0, 3600]],
  ['policy.hold.customerHours', [0, 0.5, 72]],
  ['policy.hold.automaticHours', [0, 72]],
  ['policy.weekly.day', [1, 6]],
  ['policy.weekly', [{ day: 6, fromHour: 0, toHour: 1 }, { day: 6, fromHour: 23, toHour: 24 }]],
  ['policy.etaThresholdDays', [1, 14]],
  ['policy.dates.askDaysBefore', [1, 14]],
  ['policy.dates.confirmedWithinDays', [1, 60]],
  ['policy.dates.farAwayDays', [1, 365]],
  ['policy.consent.reminderDays', [1, 14]],
  ['policy.consent.furtherDays', [0, 60]],
  ['policy.goodwill', [{ steps: [{ lateDays: 1, percent: 1 }, { lateDays: 365, percent: 50 }], monthlyBudget: { EUR: 0, JPY: 1 } }]],
  ['policy.refundWorkingDays', [1, 7]],
  ['policy.rulePacks', [{ US: 'default', CA: 'us' }]],
  ['policy.show', ['date', 'window']],
  ['brand.name', ['n', 'n'.repeat(100)]],
  ['brand.logoUrl', ['https://lakeside.example/l.png']],
  ['brand.colours', [{ accent: '#ABCDEF', onAccent: '#000000' }]],
  ['postalAddress', [['1 Quay'], ['1', '2', '3', '4', '5', 'n'.repeat(200)]]],
  ['support.phone', ['0'.repeat(40)]],
  ['support.url', ['https://lakeside.example/help']],
  ['senders.replyTo', ['hello@lakeside.example']],
  ['pageDomain', [{ name: 'orders.lakeside.example', certificateArn: 'arn:aws:acm:us-east-1:1:certificate/1' }]],
  ['shop', ['a', 'lamps2', 'a'.repeat(20), 'devs']],
  ['mailDomain', [{ name: 'lakeside.example', hostedZoneId: 'Z0', mailFrom: 'post', dmarc: null }]],
])('%s may be', (path, values) => {
  for (const value of values) expect(valueIn(parseMerchant(withField(path, value)), path)).toEqual(value);
});

function problemsWith(json: unknown): readonly string[] {
  try {
    parseMerchant(json);
  } catch (error) {
    if (error instanceof InvalidMerchantError) return error.problems;
    throw error;
  }
  return [];
}

const colour = 'expected a colour such as #1f5f4a';
const country = 'expected an ISO 3166 country code';

test.each<[string, unknown[], RegExp]>([
  ['policy.settle.newLinesSeconds', [-1, 91, 1.5], /^policy\.settle\.newLinesSeconds: .*, found (-1|91|1\.5)$/],
  ['policy.settle.etaChangesSeconds', [-1, 3601], /, found (-1|3601)$/],
  ['policy.hold.customerHours', [-0.5, 72.5], /, found (-0\.5|72\.5)$/],
  ['policy.hold.automaticHours', [-1, 73], /, found (-1|73)$/],
  ['policy.weekly.day', [0, 7], /, found [07]$/],
  ['policy.weekly.fromHour', [-1], /^policy\.weekly\.fromHour: /],
  ['policy.weekly.toHour', [25], /^policy\.weekly\.toHour: /],
  ['policy.weekly.toHour', [10, 9], /^policy\.weekly\.toHour: expected an hour after fromHour, found (10|9)$/],
  ['policy.etaThresholdDays', [0, 15], /, found (0|15)$/],
  ['policy.dates.askDaysBefore', [0, 15], /, found (0|15)$/],
  ['policy.dates.confirmedWithinDays', [0, 61], /, found (0|61)$/],
  ['policy.dates.farAwayDays', [0, 366], /, found (0|366)$/],
  ['policy.consent.reminderDays', [0, 15], /, found (0|15)$/],
  ['policy.consent.furtherDays', [-1, 61], /, found (-1|61)$/],
  ['policy.refundWorkingDays', [0, 8], /, found [08]$/],
  ['policy.show', ['', 'both'], /expected one of/],
  ['policy.rulePacks', [{ USA: 'us' }, { us: 'us' }, { U: 'us' }, { xUS: 'us' }, { USx: 'us' }], /^policy\.rulePacks/],
  ['policy.rulePacks', [{ US: 'eu' }], /^policy\.rulePacks\.US: .*, found "eu"$/],
  ['brand.name', ['', 'n'.repeat(101)], /^brand\.name: /],
  ['brand.url', ['http://lakeside.example', 'xhttps://lakeside.example', 'httpsx://lakeside.example', 'https://localhost'], /^brand\.url: /],
  ['brand.colours.accent', ['red', '#12345', '#1234567', 'x#123456', '#12345g'], new RegExp(`^brand\\.colours\\.accent: ${colour}, found "`)],
  ['timeZone', ['Mars/Olympus'], /^timeZone: expected an IANA time zone such as Europe\/Paris, found "Mars\/Olympus"$/],
  ['market', ['us', 'USA', 'xUS', 'U'], new RegExp(`^market: ${country} such as US, found "`)],
  ['pageDomain', [{ name: 'orders.lakeside.example', certificateArn: 'certificate/arn:' }], /^pageDomain\.certificateArn: /],
  ['shop', ['', 'Lamps', '2lamps', 'lamps-2', 'a'.repeat(21)], /^shop: expected 1 to 20 small letters and digits, such as lamps, found "/],
  ['shop', ['prod', 'test', 'dev'], /^shop: expected a name that is not one of a stage, found "/],
  ['mailDomain', [{ name: 'lakeside example' }], /^mailDomain\.name: .*, found "/],
  ['mailDomain', [{ name: 'lakeside.example', hostedZoneId: 'lakeside.example' }], /^mailDomain\.hostedZoneId: expected the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ, found "lakeside\.example"$/],
  ['mailDomain', [{ name: 'lakeside.example', mailFrom: 'a.b' }, { name: 'lakeside.example', mailFrom: '-a' }], /^mailDomain\.mailFrom: expected one label of a host name, such as bounces, found "/],
  ['mailDomain', [{ name: 'lakeside.example', dmarc: 'p=none' }], /^mailDomain\.dmarc: .*, found "p=none"$/],
  ['postalAddress', [[], ['1', '2', '3', '4', '5', '6', '7'], ['n'.repeat(201)], ['']], /^postalAddress/],
  ['support.phone', ['0'.repeat(41)], /^support\.phone: /],
  ['senders.notices', ['orders'], /^senders\.notices: .*, found "orders"$/],
])('%s may not be', (path, values, answer) => {
  for (const value of values) expect(problemsWith(withField(path, value))).toEqual([expect.stringMatching(answer)]);
});

test('a mail domain is one that both senders are in', () => {
  const of = (notices: string, updates: string): unknown => ({ ...small, senders: { notices, updates }, mailDomain: { name: 'LakeSide.example' } });
  expect(problemsWith(of('orders@lakeside.example', 'news@Mail.Lakeside.example'))).toEqual([]);
  expect(problemsWith(of('orders@thelakeside.example', 'news@lakeside.example.org'))).toEqual([
    'senders.notices: expected an address of mailDomain.name, lakeside.example, found "orders@thelakeside.example"',
    'senders.updates: expected an address of mailDomain.name, lakeside.example, found "news@lakeside.example.org"',
  ]);
});

test('a day has no hour 24 to begin with, and none that ends at 0', () => {
  expect(problemsWith(withField('policy.weekly.fromHour', 24))[0]).toMatch(/^policy\.weekly\.fromHour: .*, found 24$/);
  expect(problemsWith(withField('policy.weekly.toHour', 0))[0]).toMatch(/^policy\.weekly\.toHour: .*, found 0$/);
});

const steps = (...pairs: [number, number][]) => ({ steps: pairs.map(([lateDays, percent]) => ({ lateDays, percent })), monthlyBudget: { USD: 100 } });

test.each<[string, unknown]>([
  ['policy.goodwill.steps', steps([14, 10], [14, 20])],
  ['policy.goodwill.steps', steps([14, 10], [13, 20])],
  ['policy.goodwill.steps', steps([14, 10], [15, 10])],
  ['policy.goodwill.steps', steps([14, 10], [15, 9])],
])('%s have to rise: %j', (path, goodwill) => {
  expect(problemsWith(withField('policy.goodwill', goodwill))).toEqual([expect.stringMatching(`^${path}: expected more days and a higher percentage with each step, found \\[`)]);
});

test.each([[{ lateDays: 0, percent: 10 }], [{ lateDays: 366, percent: 10 }], [{ lateDays: 14, percent: 0 }], [{ lateDays: 14, percent: 51 }]])('a step may not be %j', (step) => {
  expect(problemsWith(withField('policy.goodwill', { steps: [step], monthlyBudget: { USD: 1 } }))).toEqual([expect.stringMatching(/^policy\.goodwill\.steps\.0\.(lateDays|percent): /)]);
});

test('steps need a budget, and eleven are too many', () => {
  expect(problemsWith(withField('policy.goodwill', { steps: [{ lateDays: 14, percent: 10 }] }))).toEqual(['policy.goodwill.monthlyBudget: expected a budget for the steps, found nothing']);
  const eleven = steps(...Array.from({ length: 11 }, (_none, n): [number, number] => [n + 1, n + 1]));
  expect(problemsWith(withField('policy.goodwill', eleven))).toEqual([expect.stringMatching(/^policy\.goodwill\.steps: /)]);
});

test('text that could not be read on its button is refused', () => {
  expect(problemsWith(withField('brand.colours', { accent: '#ffd84a', onAccent: '#ffffff' }))).toEqual([expect.stringMatching(/^brand\.colours: expected an onAccent that can be read on accent.*found \{/)]);
  expect(problemsWith(withField('brand.colours', { accent: '#ffd84a', onAccent: '#1c2124' }))).toEqual([]);
});

test('every problem is named at once, also what nobody knows', () => {
  const problems = problemsWith({ ...small, market: 'x', timeZone: 'y', colour: 'red' });
  expect(problems).toEqual(['timeZone: expected an IANA time zone such as Europe/Paris, found "y"', 'market: expected an ISO 3166 country code such as US, found "x"', expect.stringMatching(/^\(top level\): .*colour.*, found \{/)]);
  expect(new InvalidMerchantError(['a: b', 'c: d'])).toMatchObject({ name: 'InvalidMerchantError', message: 'merchant.json cannot be used:\n  a: b\n  c: d', problems: ['a: b', 'c: d'] });
});

test.each([[null, 'null'], [undefined, 'nothing'], ['text', '"text"'], [[], '[]']])('%j is no merchant', (json, found) => {
  expect(problemsWith(json)).toEqual([expect.stringMatching(/^\(top level\): /)]);
  expect(problemsWith(json)[0]?.endsWith(`, found ${found}`)).toBe(true);
});

test('what is missing is found to be nothing', () => {
  expect(problemsWith(withField('support', undefined))).toEqual([expect.stringMatching(/^support: .*, found nothing$/)]);
  expect(problemsWith(withField('brand', null))).toEqual([expect.stringMatching(/^brand: .*, found null$/)]);
});
