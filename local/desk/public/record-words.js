import { causeName, date, kindName, money, whenExactly } from './words.js';

/*
 * The record in plain words: one sentence for each kind of entry. `nameOf` names the line an entry is about.
 */

const amountOf = ({ amount, currency }) => (typeof amount === 'number' && currency ? money({ amount, currency }) : 'the money');
const by = { customer: 'The customer', merchant: 'The shop', silence: 'No answer came, so Forthright', 'no-offer': 'The promised day passed without a new offer, so Forthright', shipment: 'The shipment' };
const refusals = {
  throttled: 'sending too fast',
  quota: 'the day’s quota is used up',
  paused: 'sending is paused for this account',
  rejected: 'the mail was rejected',
  unverified: 'the sender is not verified',
  'bad-address': 'the address takes no mail',
};

const bounces = { permanent: 'the address takes no mail', suppressed: 'SES did not try: the address is on its suppression list', transient: 'the other side did not take it in time' };
const cameBack = (facts) => (facts.arrived ? 'Something answered the mail by itself' : `The mail came back: ${bounces[facts.type] ?? facts.type}`);

const sentences = {
  'line-opened': (facts, name) => `Ordered ${facts.quantity} × ${name} for ${money({ amount: facts.paid, currency: facts.currency })}, ${facts.shipBy ? `promised for ${date(facts.shipBy)}` : 'with no date'}.`,
  'eta-changed': (facts, name) => `${name}: ${facts.to ? `the date is now ${date(facts.to)}` : 'there is no date any more'}${facts.from ? `, it was ${date(facts.from)}` : ''}${facts.cause ? ` (${causeName(facts.cause)})` : ''}.`,
  'eta-confirmed': (facts, name) => `${name}: the shop confirmed ${facts.shipBy ? date(facts.shipBy) : 'that there is no date'}.`,
  'notice-sent': (facts) => `${kindName(facts.kind)}: “${facts.subject}”${facts.attempt > 1 ? ' (sent once more)' : ''}`,
  'notice-unknown': (facts) => `Nothing was heard of “${facts.subject}” after it was handed over.`,
  'notice-refused': (facts) => `“${facts.subject}” could not be handed over: ${refusals[facts.class] ?? facts.class}.`,
  'notice-delivered': () => 'The mail arrived.',
  'notice-delayed': (facts) => `The other side does not take the mail yet (${facts.reason}).`,
  'notice-rejected': (facts) => `SES took the mail and would not send it (${facts.reason}).`,
  'notice-bounced': (facts) => `${cameBack(facts)} (${facts.reason}).`,
  'notice-doubled': () => 'A mail of which nothing was heard had gone out after all: the customer has it twice.',
  'notice-complained': (facts) => `The customer marked the mail as spam (${facts.reason}).`,
  shipped: (facts, name) => `${facts.quantity} × ${name} left the shop${facts.carrier ? ` with ${facts.carrier}` : ''}.`,
  cancelled: (facts, name) => `${by[facts.by] ?? 'Somebody'} cancelled ${facts.quantity} × ${name}: ${amountOf(facts)} to go back by ${date(facts.refundBy)}.`,
  'cancellation-withdrawn': (facts, name) => `${by[facts.by] ?? 'Somebody'} undid the cancellation of ${name}.`,
  'refund-requested': (facts, name) => `The store was asked to send back ${amountOf(facts)} for ${name}.`,
  'refund-settled': (facts, name) => `The store sent back ${amountOf(facts)} for ${name}.`,
  'refund-failed': (facts, name) => `The refund for ${name} failed: ${facts.reason}.`,
  consented: (facts, name) => `The customer keeps ${name}${facts.until ? `, until ${date(facts.until)}` : ', with no date'}.`,
  'offer-not-made': (facts) => `A notice did not arrive: the offer that was open until ${date(facts.answerBy)} counts as not made.`,
  'goodwill-granted': (facts, name) => `${amountOf(facts)} given back for the wait for ${name}, ${facts.percent} % in all.`,
  'goodwill-missed': (facts, name) => `${amountOf(facts)} is due for the wait for ${name}, and the budget of ${facts.month} has no room for it.`,
  'preference-changed': (facts) => (facts.weekly === 'off' ? 'The customer stopped weekly updates.' : 'The customer wants weekly updates again.'),
  'customer-updated': (facts) => (facts.erased ? 'The customer was erased.' : facts.address ? 'The customer has a new address.' : 'The customer’s details changed.'),
  'line-closed': (_facts, name) => `${name} is done: nothing waits and nothing is owed.`,
  'alert-requested': (facts) => `Asked to be told when ${facts.sku} is back in stock.`,
  'back-in-stock': (facts) => `The shop has ${facts.sku} in stock again.`,
  'alert-stopped': (facts) => `The customer stopped the alert for ${facts.sku}.`,
  'merchant-task': (facts, name) => `For the shop to do: ${facts.task}${name ? ` (${name})` : ''}.`,
};

/** What the entry says in the books, an account each. */
export const postingsOf = ({ postings = [] }) => postings.map(({ account, side, amount, currency }) => `${account.replaceAll('-', ' ')}: ${side} ${money({ amount, currency })}`);

/** Which mark an entry gets in the margin. */
export const markOf = ({ what }) =>
  ({ 'notice-sent': 'said', cancelled: 'left', 'refund-failed': 'alarm', 'notice-refused': 'alarm', 'notice-unknown': 'alarm', 'merchant-task': 'alarm', 'notice-rejected': 'alarm', 'notice-bounced': 'alarm', 'notice-doubled': 'alarm', 'notice-complained': 'alarm', 'notice-delivered': 'good', shipped: 'good', 'back-in-stock': 'good', 'alert-stopped': 'left', 'refund-settled': 'good', consented: 'good' })[what] ?? 'plain';

export function sentenceOf(entry, nameOf) {
  const names = entry.lines.map(nameOf).join(', ');
  return sentences[entry.what]?.(entry.facts, names) ?? `${entry.what}: ${JSON.stringify(entry.facts)}`;
}

/** Where the customer stands with us, in a few sentences. */
export function standingOf({ profile, lines, alerts }) {
  const waiting = lines.filter((line) => line.waiting > 0);
  const said = [];
  if (waiting.length === 0) said.push('Nothing waits.');
  else said.push(`Waits for ${waiting.map(({ item, waiting: units }) => `${units} × ${item.name}`).join(', ')}.`);
  const asked = alerts.filter(({ state }) => state === 'waiting');
  if (asked.length > 0) said.push(`Asked to be told when ${asked.map(({ item }) => item.name).join(', ')} is back.`);
  said.push(profile.lastContactAt ? `Last heard from us ${whenExactly(profile.lastContactAt)}.` : 'Has not heard from us yet.');
  if (profile.sending) said.push(`A mail is on its way: “${profile.sending.subject}”.`);
  if (profile.retryAt) said.push(`The last mail could not be handed over; we try again ${whenExactly(profile.retryAt)}.`);
  if (profile.weekly === 'off') said.push('Asked for no weekly updates.');
  if (profile.refusedAddress && profile.refusedAddress === profile.email) said.push('The address refuses our mail.');
  if (!profile.email) said.push('Was erased: nobody is written to.');
  said.push(profile.dueAt ? `We look again ${whenExactly(profile.dueAt)}.` : 'Nothing is to come.');
  return said;
}
