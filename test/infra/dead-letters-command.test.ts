import { readCommand, USAGE } from '../../infra/dead-letters/command';
import { InvalidCommandError } from '../../infra/terminal/arguments';
import { aligned, since } from '../../infra/terminal/words';

const where = { stage: 'prod', merchant: '.', endpoint: undefined };

test.each([
  [['list'], { verb: 'list', ...where }],
  [['list', '--local'], { verb: 'list', ...where, endpoint: 'http://127.0.0.1:4401' }],
  [['list', '--endpoint', 'http://127.0.0.1:9/'], { verb: 'list', ...where, endpoint: 'http://127.0.0.1:9' }],
  [['show', 'q'], { verb: 'show', queue: 'q', limit: 20, ...where }],
  [['show', 'q', '--limit', '3', '--stage', 'dev', '--merchant', 'shops/lamps'], { verb: 'show', queue: 'q', limit: 3, endpoint: undefined, stage: 'dev', merchant: 'shops/lamps' }],
  [['redrive', 'q'], { verb: 'redrive', queue: 'q', id: undefined, ...where }],
  [['redrive', 'q', '--id', 'i'], { verb: 'redrive', queue: 'q', id: 'i', ...where }],
  [['drop', 'q', '--id', 'i', '--yes'], { verb: 'drop', queue: 'q', id: 'i', sure: true, ...where }],
  [['drop', 'q', '--all'], { verb: 'drop', queue: 'q', id: undefined, sure: false, ...where }],
  [[], { verb: 'help', ...where }],
  [['list', '--help'], { verb: 'help', ...where }],
])('%j', (argv, command) => {
  expect(readCommand(argv)).toEqual(command);
});

test.each([
  [['purge', 'q'], 'purge: expected list, show, redrive or drop'],
  [['show'], 'show: expected a queue; list shows their names'],
  [['show', 'q', 'r'], 'r: expected one queue'],
  [['show', 'q', '--limit', '0'], '--limit 0: expected a number from 1 to 1000'],
  [['show', 'q', '--limit', 'all'], '--limit all: expected a number from 1 to 1000'],
  [['list', 'q'], 'list takes no queue; found q'],
  [['list', '--id', 'i'], 'list takes no --id'],
  [['redrive', 'q', '--all'], 'redrive takes no --all'],
  [['drop', 'q'], 'drop: expected either --id ID or --all'],
  [['drop', 'q', '--id', 'i', '--all'], 'drop: expected either --id ID or --all'],
  [['list', '--endpoint', 'here'], '--endpoint here: expected an address such as http://127.0.0.1:4401'],
  [['list', '--stage', 'production'], '--stage "production": expected prod, test or dev'],
  [['list', '--loca'], "Unknown option '--loca'"],
])('%j is answered with what was expected', (argv, message) => {
  expect(() => readCommand(argv)).toThrow(InvalidCommandError);
  expect(() => readCommand(argv)).toThrow(message);
});

test('the help names every verb', () => {
  for (const verb of ['list', 'show', 'redrive', 'drop']) expect(USAGE).toContain(`-- ${verb}`);
});

test('columns are as wide as their widest cell, numbers stand to the right, and no line ends in spaces', () => {
  expect(aligned([['queue', 'letters', 'what'], ['a', 7, 'one'], ['longer-name', 12_000, 'two']])).toEqual(['queue        letters  what', 'a                  7  one', 'longer-name    12000  two']);
});

test.each([
  ['2026-11-26T11:03:04Z', '1 second'],
  ['2026-11-26T11:02:06Z', '59 seconds'],
  ['2026-11-26T11:02:05Z', '1 minute'],
  ['2026-11-26T10:03:06Z', '59 minutes'],
  ['2026-11-26T10:03:05Z', '1 hour'],
  ['2026-11-25T11:03:06Z', '23 hours'],
  ['2026-11-24T11:03:05Z', '2 days'],
  // SQS's clock and the one of its headers may differ by a moment.
  ['2026-11-26T11:03:07Z', '0 seconds'],
])('%s is %s ago', (at, ago) => {
  expect(since(new Date(at), new Date('2026-11-26T11:03:05Z'))).toBe(`${at.slice(0, 19).replace('T', ' ')} UTC, ${ago} ago`);
});
