import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Gateway } from '../../../local/aws/gateway';
import { Ses } from '../../../local/aws/ses/ses';
import { Clock } from '../../../local/clock';
import { InvalidCommandError, readCommand, USAGE } from '../../../local/gallery/command';
import { plainWords, sampleNames } from '../../../local/gallery/kinds';
import { Store } from '../../../local/store';

/*
 * npm run gallery -- --send, as somebody types it, against the SES of the local stack.
 */

const START = path.join(__dirname, '../../../local/gallery/start.cjs');
const SENT_MS = 90_000;

let data: string;
let store: Store;
let ses: Ses;
let gateway: Gateway;
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'sample-'));
  store = await Store.open(data);
  ses = await Ses.open({ store, clock: await Clock.open(store), publish: (_events, ops) => store.batch(ops), isTold: () => false, failed: (error) => expect(error).toBeUndefined() });
  ses.senders.defineIdentity('ternandtide.example');
  gateway = await Gateway.listen(0, [ses]);
  ses.start();
});
afterEach(async () => {
  await gateway.close();
  await ses.stop();
  await store.close();
  await rm(data, { recursive: true });
});

/** With an account's credentials and region in the environment, and AWS's address replaced there too. */
async function gallery(...args: string[]): Promise<{ status: number; said: string; complained: string }> {
  const env = { PATH: process.env.PATH, HOME: data, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'merchant', AWS_SECRET_ACCESS_KEY: 'any', AWS_ENDPOINT_URL: gateway.origin };
  const child = spawn(process.execPath, [START, ...args], { env });
  let [said, complained] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  const status = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  return { status, said: said.trim(), complained: complained.trim() };
}

test('a sample comes in the language that was asked for, from the sender of notices', async () => {
  const { status, said, complained } = await gallery('--send', 'you@example.com', '--kind', 'later-date', '--locale', 'th');
  expect({ status, complained }).toEqual({ status: 0, complained: '' });
  const mails = await ses.mails();
  expect(mails).toMatchObject([{ to: 'you@example.com', from: '"Tern & Tide" <orders@ternandtide.example>', tags: {}, headers: {} }]);
  expect(mails[0]?.html).toMatch(/<html[^>]* lang="th"/);
  expect(mails[0]?.text).toContain('Enamel kettle, sea green');
  expect(mails[0]?.text).toContain('วันศุกร์ที่ 11 ธันวาคม');
  expect(said).toBe(`Sent “${mails[0]?.subject ?? ''}” (later) from orders@ternandtide.example to you@example.com. SES calls it ${mails[0]?.id ?? ''}.`);
}, SENT_MS);

test('a weekly update has the headers by which a mail program unsubscribes, and comes from whom was asked for', async () => {
  const { status, complained } = await gallery('--send', 'you@example.com', '--kind', 'weekly', '--from', 'updates@ternandtide.example', '--endpoint', gateway.origin);
  expect({ status, complained }).toEqual({ status: 0, complained: '' });
  const [mail] = await ses.mails();
  expect(mail?.from).toBe('"Tern & Tide" <updates@ternandtide.example>');
  expect(mail?.html).toMatch(/<html[^>]* lang="en"/);
  expect(mail?.headers).toEqual({ 'List-Unsubscribe': expect.stringMatching(/^<https:\/\/orders\.shop\.example\/u\/\S+>$/) as unknown, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' });
}, SENT_MS);

test('a sender that is not verified is refused by SES, which is said', async () => {
  const { status, said, complained } = await gallery('--send', 'you@example.com', '--kind', 'first', '--from', 'me@elsewhere.example');
  expect({ status, said }).toEqual({ status: 1, said: '' });
  expect(complained).toMatch(/^SES refused: \w+: .*not verified/);
  expect(await ses.mails()).toEqual([]);
}, SENT_MS);

test.each([
  [['--send', 'you@example.com', '--kind', 'latest'], '--kind latest: there is no such sample. There are:', 'later-date (later)'],
  [['--send', 'you@example.com'], '--send: expected --kind KIND. There are:', 'first-undated'],
  [['--send', 'you@example.com', '--kind', 'later', '--locale', 'tlh'], '--locale tlh: there are no words for it. There are', 'ar, de, en, es, fr, id, ms, pt, th, vi, zh'],
  [['--send', 'you@example', '--kind', 'later'], '--send you@example: expected an address such as you@example.com', ''],
])('%j is answered with what there is, and nothing is sent', async (args, first, among) => {
  const { status, said, complained } = await gallery(...args);
  expect({ status, said }).toEqual({ status: 2, said: '' });
  expect(complained.split('\n')[0]).toContain(first);
  expect(complained).toContain(among);
  expect(await ses.mails()).toEqual([]);
}, SENT_MS);

test.each([
  [[], { verb: 'make' }],
  [['--help'], { verb: 'help' }],
  [['--send', 'a@shop.example', '--kind', 'no-date'], { verb: 'send', to: 'a@shop.example', kind: 'unknown', locale: undefined, from: undefined, endpoint: undefined }],
  [['--send', 'a@shop.example', '--kind', 'mixed', '--local', '--locale', 'de-AT', '--from', 'b@shop.example'], { verb: 'send', to: 'a@shop.example', kind: 'mixed', locale: 'de-AT', from: 'b@shop.example', endpoint: 'http://127.0.0.1:4401' }],
])('%j', (argv, command) => {
  expect(readCommand(argv)).toEqual(command);
});

test.each([
  [['--kind', 'later'], '--kind goes with --send ADDRESS'],
  [['--local'], '--local goes with --send ADDRESS'],
  [['--send', 'a@shop.example', '--kind', 'first', '--from', 'shop'], '--from shop: expected an address'],
  [['--send', 'a@shop.example', '--kind', 'first', '--endpoint', 'here'], '--endpoint here: expected an address such as http://127.0.0.1:4401'],
  [['th'], "Unexpected argument 'th'"],
  [['--lang', 'th'], "Unknown option '--lang'"],
])('%j is answered with what was expected', (argv, message) => {
  expect(() => readCommand(argv)).toThrow(InvalidCommandError);
  expect(() => readCommand(argv)).toThrow(message);
});

test('the help names every sample and every plain word', () => {
  for (const name of [...sampleNames, ...Object.keys(plainWords)]) expect(USAGE).toMatch(new RegExp(`\\s${name}[\\s,]|\\s${name}$`));
});
