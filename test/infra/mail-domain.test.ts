import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { stacksOf } from './stacks';
import { ofType, type StackTemplate } from './synthesized';

/* The SES identity of the merchant's domain, where they want it made: with everything that DNS has to say about it. */

const name = 'ternandtide.example';
const hostedZoneId = 'Z0123456789ABCDEFGHIJ';

let folder: string;
let byHand: StackTemplate;
let inZone: StackTemplate;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forthright-domain-'));
  byHand = dataOf({ name });
  inZone = dataOf({ name, hostedZoneId, mailFrom: 'post', dmarc: 'v=DMARC1; p=reject; rua=mailto:dmarc@ternandtide.example' });
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const dataOf = (mailDomain: NonNullable<Parameters<typeof stacksOf>[1]>['mailDomain']): StackTemplate => Template.fromStack(stacksOf(folder, { mailDomain }).data).toJSON() as StackTemplate;

/** A value with `<Attribute>` in the place of what only AWS knows. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(shown).join(' ');
  const [[intrinsic, argument] = ['', undefined]] = Object.entries(value as Record<string, unknown>);
  if (intrinsic === 'Fn::Join') return (argument as [string, unknown[]])[1].map(shown).join('');
  return `<${intrinsic === 'Fn::GetAtt' ? (argument as string[])[1] : String(argument)}>`;
}

const dkim = [1, 2, 3].map((n) => `<DkimDNSTokenName${n}> CNAME <DkimDNSTokenValue${n}>`);

test('without a hosted zone the deployment says which records to enter', () => {
  const said = Object.values(byHand.Outputs).map(({ Value }) => shown(Value));
  expect(said).toEqual(expect.arrayContaining([
    ...dkim,
    'bounces.ternandtide.example MX 10 feedback-smtp.<AWS::Region>.amazonses.com',
    'bounces.ternandtide.example TXT "v=spf1 include:amazonses.com ~all"',
    '_dmarc.ternandtide.example TXT "v=DMARC1; p=none"',
  ]));
  expect(ofType(byHand, 'AWS::Route53::RecordSet')).toEqual({});
});

test('in a hosted zone the records are written', () => {
  const written = Object.values(ofType(inZone, 'AWS::Route53::RecordSet')).map(({ Properties }) => Properties);
  for (const { HostedZoneId, TTL } of written) expect([HostedZoneId, TTL]).toEqual([hostedZoneId, '1800']);
  expect(written.map(({ Name, Type, ResourceRecords }) => [Name, Type, ResourceRecords].map(shown).join(' ')).sort()).toEqual(
    [
      ...dkim,
      'post.ternandtide.example MX 10 feedback-smtp.<AWS::Region>.amazonses.com',
      'post.ternandtide.example TXT "v=spf1 include:amazonses.com ~all"',
      '_dmarc.ternandtide.example TXT "v=DMARC1; p=reject; rua=mailto:dmarc@ternandtide.example"',
    ].sort(),
  );
});

test('a domain that has a DMARC record already keeps it', () => {
  const { Outputs } = dataOf({ name, dmarc: null });
  expect(Object.values(Outputs).filter(({ Value }) => shown(Value).includes('_dmarc'))).toEqual([]);
});

test('the domain is proved by DKIM, and bounces come back to SES by a MAIL FROM domain below it', () => {
  for (const [template, MailFromDomain] of [[byHand, 'bounces.ternandtide.example'], [inZone, 'post.ternandtide.example']] as const) {
    const identities = Object.values(ofType(template, 'AWS::SES::EmailIdentity')).map(({ Properties }) => Properties);
    expect(identities).toEqual([{ EmailIdentity: name, MailFromAttributes: { MailFromDomain } }]);
  }
});

test('without mailDomain the identities are the merchant’s own', () => {
  expect(ofType(dataOf(undefined), 'AWS::SES::EmailIdentity')).toEqual({});
});

test('senders below the domain may send by its identity', () => {
  const senders = { notices: 'orders@mail.ternandtide.example', updates: 'updates@mail.ternandtide.example' };
  const { Resources } = Template.fromStack(stacksOf(folder, { senders, mailDomain: { name } }).service).toJSON() as StackTemplate;
  expect(JSON.stringify(Resources)).toContain(':identity/ternandtide.example"');
});
