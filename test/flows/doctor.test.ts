import path from 'node:path';
import { readCommand } from '../../infra/doctor/command';
import { connect, type ResolveTxt } from '../../infra/doctor/connection';
import { examine } from '../../infra/doctor/doctor';
import type { Patience } from '../../infra/doctor/test-mail';
import { readMerchant } from '../../infra/merchant-file';
import { asAPerson, type Said } from './as-a-person';
import { RunningStack } from './running-stack';

/* `npm run doctor` against a running stack, as a merchant uses it. */

const ROOT = path.join(__dirname, '../..');
const merchant = readMerchant(ROOT);

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(() => running.close());

const dmarc: ResolveTxt = () => Promise.resolve([['v=DMARC1; ', 'p=reject']]);

/** What it says, and whether all is ready. */
async function run(argv: readonly string[], patience?: Patience): Promise<{ ready: boolean; said: string[] }> {
  const command = readCommand([...argv, '--endpoint', running.shop.awsUrl]);
  if (command.verb === 'help') throw new Error('nothing to examine');
  const connection = { ...connect(command.endpoint), resolveTxt: dmarc };
  const said: string[] = [];
  try {
    return { ready: await examine(command, merchant, connection, (line) => said.push(line), patience), said };
  } finally {
    connection.close();
  }
}

test('a stack that is set up as the guide says is ready, and its mails come back', async () => {
  running.stack.ses.senders.defineIdentity('ternandtide.example');
  const { ready, said } = await run(['--send', '--orders', '100000', '--open', '20000']);
  expect({ ready, notOk: said.filter((line) => !/^ok /.test(line)) }).toEqual({ ready: true, notOk: ['', expect.stringMatching(/^\d+ ok, 0 warn, 0 fail: ready to tell customers$/)] });
  expect(said).toEqual(
    expect.arrayContaining([
      'ok    ForthrightData and ForthrightService are deployed',
      'ok    SES sends to anyone: the account is out of the sandbox',
      'ok    SES takes 10000000 mails in 24 hours; 0 are used; some 8334 are needed on a busy day',
      'ok    orders@ternandtide.example may send',
      'ok    updates@ternandtide.example may send',
      'ok    Mails from ternandtide.example are signed (DKIM)',
      'ok    mail.ternandtide.example is the MAIL FROM domain of ternandtide.example',
      'ok    DMARC of ternandtide.example: v=DMARC1; p=reject',
      expect.stringMatching(/^ok {4}ForthrightService-MailNotices[0-9A-F]{8} tells the default bus what becomes of its mails$/),
      expect.stringMatching(/^ok {4}ForthrightService-MailUpdates[0-9A-F]{8} tells the default bus what becomes of its mails$/),
      expect.stringMatching(/^ok {4}All \d+ rules are on$/),
      expect.stringMatching(/^ok {4}All \d+ dead-letter queues are empty$/),
      expect.stringMatching(/^ok {4}A month costs about \d+\.\d\d dollars by the list of us-east-1, \d+\.\d\d of them for SES \(à la carte\); npm run cost says for what$/),
      'ok    A mail from orders@ternandtide.example to success@simulator.amazonses.com came back as Send, Delivery',
      'ok    A mail from updates@ternandtide.example to bounce@simulator.amazonses.com came back as Send, Bounce',
    ]),
  );
});

test('a mail of which SES tells nothing is found, and so is an event that nobody could handle', async () => {
  const { shop } = running;
  await shop.ses({ events: { rules: [{ eventType: 'Bounce', afterSeconds: [] }] } });
  await shop.put('Backorder Created', { ...(await shop.created()), market: 'nowhere' });
  await shop.settle();
  const { ready, said } = await run(['--send'], { forMs: 2000, everyMs: 100 });
  await shop.ses({ behave: true });
  expect(ready).toBe(false);
  expect(said.filter((line) => line.startsWith('fail'))).toEqual([
    'fail  1 dead letter of backorder-created',
    'fail  Of a mail from updates@ternandtide.example to bounce@simulator.amazonses.com, Bounce did not come back within 2 seconds',
  ]);
  expect(said).toContain('      do:  npm run dead-letters -- show backorder-created');
});

test('an account that is paused is found', async () => {
  await running.shop.ses({ account: { sending: 'suspended' } });
  const { said } = await run([]);
  await running.shop.ses({ account: { sending: 'on' } });
  expect(said).toContain('fail  AWS has shut down sending for the account');
});

test('an installation that is not deployed is answered in words', async () => {
  await expect(run(['--stage', 'test'])).rejects.toThrow('There is no stack ForthrightData-test here. Is this its account and region?');
});

const started = (env: Record<string, string>, ...argv: string[]): Promise<Said> => asAPerson('infra/doctor/start.cjs', running.data, env, argv);

test('the command line: exit codes, and an answer in words for each slip', async () => {
  const found = await started({}, '--endpoint', running.shop.awsUrl);
  expect([found.code, found.out.split('\n')[0]]).toEqual([1, 'ok    ForthrightData and ForthrightService are deployed']);
  const slip = await started({}, '--orders', '5');
  expect([slip.code, slip.err.split('\n')[0]]).toEqual([2, '--orders and --open: expected both']);
  const withoutRegion = await started({});
  expect([withoutRegion.code, withoutRegion.err]).toEqual([1, 'There is no region. Set AWS_REGION, or say --local for the stack on this machine.\n']);
  const withoutCredentials = await started({ AWS_REGION: 'us-east-1' });
  expect([withoutCredentials.code, withoutCredentials.err.split('.')[0]]).toEqual([1, 'There are no credentials of an AWS account']);
  const unreachable = await started({}, '--endpoint', 'http://127.0.0.1:1');
  expect([unreachable.code, unreachable.err]).toEqual([1, 'Nothing answers at the endpoint. Is the stack started? npm start says where it listens.\n']);
}, 60_000);
