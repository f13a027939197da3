import { parseMerchant } from '../../../functions/core/merchant';
import { Account } from './account';
import { Chance } from './chance';
import { Deployment } from './deployment';
import { FairWeather, type FairSettings } from './fair-weather';
import { House } from './house';
import { People } from './people';
import { isPoison, planFrom, type Plan } from './plan';
import { Storm } from './storm';
import { COMES_TO_REST_MS } from './weather';
import { ClockWitness } from './witness/clock';
import { checkErased } from './witness/erasure';
import { FactWitness, eventIdIn } from './witness/facts';
import { Findings, noFigures, type Figures } from './witness/findings';
import { MailWitness } from './witness/mails';
import { checkCancelledOnce } from './witness/parts';
import { checkRefundsTold } from './witness/refunds-told';
import { checkReceipts } from './witness/receipts';
import { checkStock } from './witness/stock';
import { PublicationWitness } from './witness/money';

const HOUR = 3_600_000;
/** More than that at once, and it never comes to rest. */
const MOST_STEPS = 400_000;
/** More messages of the same words in a queue, and each of them brings more: what was doubled is not forgotten. */
const MOST_ALIKE = 250;

const merchant = parseMerchant({
  brand: { name: 'Tern & Tide', url: 'https://ternandtide.example' },
  senders: { notices: 'orders@ternandtide.example', updates: 'updates@ternandtide.example' },
  postalAddress: ['14 Harbour Row', 'Portland, ME 04101'],
  support: { email: 'help@ternandtide.example' },
  timeZone: 'America/New_York',
  market: 'US',
});

export interface Lived {
  breaches: string[];
  figures: Figures;
  /** Of everything that happened, in order. */
  hash: string;
  trace: readonly string[];
}

/** `deploys`: the next release is deployed in the middle of it. */
export interface SeedSettings {
  isTraced?: boolean;
  deploys?: boolean | undefined;
}

/** Lives through the plan of a seed in all weathers. */
export function livedSeed(seed: number, { isTraced = false, deploys = false }: SeedSettings = {}): Promise<Lived> {
  const plan = planFrom(new Chance(seed, 2));
  const deployment = deploys ? new Deployment(new Chance(seed, 4), plan) : undefined;
  if (deployment?.isInFairWeather === true) return lived(new House(seed, plan.start, new FairWeather(), isTraced), plan, deployment);
  const house: { is?: House } = {};
  const early: { at: number; what: string; delayMs: number }[] = [];
  const storm = new Storm(new Chance(seed, 3), plan.start, plan.end, () => house.is?.now ?? plan.start, {
    add: (at, what, delayMs) => (house.is === undefined ? early.push({ at, what, delayMs }) : house.is.disturbances.add(at, what, delayMs)),
  });
  house.is = new House(seed, plan.start, storm, isTraced);
  for (const { at, what, delayMs } of early) house.is.disturbances.add(at, what, delayMs);
  return lived(house.is, plan, deployment);
}

/** Lives through a plan in which nothing goes wrong but what the settings say; effects count from `countedFrom` on. */
export async function livedPlan(plan: Plan, settings: FairSettings, countedFrom = plan.start, isTraced = false): Promise<Lived & { effects: number }> {
  const house: { is?: House } = {};
  const weather = new FairWeather({ ...settings, isCounted: () => house.is !== undefined && house.is.now >= countedFrom });
  house.is = new House(1, plan.start, weather, isTraced);
  return { ...(await lived(house.is, plan)), effects: weather.effects };
}

async function lived(house: House, plan: Plan, deployment?: Deployment): Promise<Lived> {
  const account = new Account(house, JSON.stringify(merchant), deployment);
  const findings = new Findings(() => house.now);
  const publications = new PublicationWitness(account, findings);
  const mails = new MailWitness(account, findings);
  const clock = new ClockWitness(account, mails, findings);
  const facts = new FactWitness(account, findings);
  const people = new People(account, plan, (pressed) => facts.checkAnswer(pressed));
  const figures = noFigures();
  const isHopeless = (body: string): boolean => isPoison(eventIdIn(body) ?? '');
  const end = plan.end + 2 * (plan.refund.afterMs + (plan.refund.mendedAfterMs ?? 0)) + COMES_TO_REST_MS;
  for (let at = plan.start + 4 * HOUR; at < end - 2 * HOUR; at += 4 * HOUR) house.timeline.plan(at, 'the operator looks in', () => account.redrive(isHopeless));
  house.timeline.plan(end - 2 * HOUR, 'the operator looks in', () => account.redrive(isHopeless));

  try {
    await passTime(account, end);
    publications.checkRest();
    mails.checkRest((what, kind) => void (figures[what][kind] = (figures[what][kind] ?? 0) + 1));
    for (const { id } of plan.buyers) {
      clock.checkSilence(id);
      clock.checkMoves(id);
    }
    clock.checkPrompt();
    facts.checkRest();
    facts.checkDates(plan.lines);
    checkCancelledOnce(account, people, plan.lines, findings);
    checkRefundsTold(account, mails, findings);
    checkReceipts(account, mails, findings);
    checkStock(account, mails, findings);
    checkErased(account, people, findings);
  } catch (error) {
    findings.breach('exception', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  figures.mails = account.mail.taken.length;
  figures.steps = house.trace.steps;
  for (const [what, count] of house.disturbances.counts) figures.faults[what] = count;
  return { breaches: findings.breaches, figures, hash: house.trace.hash, trace: house.trace.lines };
}

/** One thing after the other; after each, whoever waited for it goes on as far as they can. */
async function passTime(account: Account, end: number): Promise<void> {
  const { timeline } = account.house;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const { next } = timeline;
    const minute = account.nextMinute;
    if (minute !== undefined && minute <= end && (next === undefined || minute <= next.at)) {
      timeline.moveTo(minute);
      account.minute();
    } else {
      if (next === undefined || next.at > end) {
        timeline.moveTo(end);
        return;
      }
      timeline.take()?.run?.();
    }
    await settled();
    const crowded = account.queueOverrunBy(MOST_ALIKE);
    if (crowded !== undefined) throw new Error(`more than ${MOST_ALIKE} messages of the same words wait in ${crowded}`);
  }
  throw new Error('it never comes to rest');
}

/** All that follows without waiting for anybody has happened then. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
