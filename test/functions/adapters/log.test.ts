import { safely } from '../../../functions/adapters/log';

/* What may be said of an error whoever made it: never its message. */

const HERE = /log\.test\.ts:\d+:\d+\)?$/;

test('its name and the place that threw it', () => {
  expect(safely(new TypeError('no'))).toEqual({ error: 'TypeError', at: expect.stringMatching(HERE) as string });
});

test('not a message of which a line looks like one of a stack', () => {
  const said = safely(new Error('Unexpected token\n    at home with ada@example.com (file:///ada@example.com:1:1)\nand more'));
  expect(JSON.stringify(said)).not.toContain('ada@');
  expect(said.at).toMatch(HERE);
});

test('not a message that was changed after the stack was made', () => {
  const error = new Error('before\n    at ada@example.com (/a:1:1)');
  error.message = 'after';
  expect(JSON.stringify(safely(error))).not.toContain('ada@');
});

test('an error without a message has a place too', () => {
  expect(safely(new Error()).at).toMatch(HERE);
});

test('not a name that the other side made up', () => {
  const error = Object.assign(new Error('no'), { name: 'No mailbox ada@example.com' });
  expect(safely(error).error).toBe('an error with no proper name');
});

test.each(['TooManyRequestsException', 'com.amazon.coral.service#SerializationException'])('%s is a name', (name) => {
  expect(safely(Object.assign(new Error('no'), { name })).error).toBe(name);
});

test('of what is no error nothing', () => {
  expect(safely('ada@example.com')).toEqual({ error: 'something that is no error', at: '' });
});
