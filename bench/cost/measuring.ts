import { statSync } from 'node:fs';
import type { Part } from '../../infra/cost/counts';
import { QUESTIONS, type Usage } from '../../infra/cost/usage';
import { lambdas, type LambdaName } from '../../infra/lambdas';
import type { LocalStack } from '../../local/stack';
import { lambdaOf } from '../../test/infra/synthesized';

/** What a stack took of AWS since `begin`, in all. */
export interface Taken {
  /** Without the runs of the schedule, but with the messages that it sent, and without what is asked by the clock: QUESTIONS. */
  usage: Usage;
  parts: Part[];
  /** The schedule's own, and how often it ran. */
  schedule: { usage: Usage; runs: number };
}

const SCHEDULE: LambdaName = 'weekly-updates';
const SENDER: LambdaName = 'attend-customer';
/** What is fed by no queue: a rule, and an API. */
const UNFED: readonly LambdaName[] = [SCHEDULE, 'customer-page'];

/** Whose access key `caller` is; undefined for whoever is no Lambda: the store, the local clock. */
const lambdaNamed = (caller: string): LambdaName | undefined => lambdas.find((lambda) => lambda === lambdaOf(caller));

/** Begins to count; what it returns says what was taken from then on. Nothing else may count on the stack meanwhile. */
export function begin(stack: LocalStack): () => Taken {
  const { dynamodb, requests, lambdas: functions, bridge, ses } = stack;
  for (const counter of [dynamodb.consumption, requests, functions.invocations]) counter.reset();
  const [events, mails, bytes] = [bridge.log().length, ses.count(), statSync(stack.logFile).size];
  return () => {
    const parts = dynamodb.consumption.totals().flatMap(({ caller, ...one }) => {
      const lambda = lambdaNamed(caller);
      return lambda === undefined ? [] : [{ lambda, ...one }];
    });
    const asked = requests.totals().filter(({ caller }) => lambdaNamed(caller) !== undefined);
    const calls = (service: string, isOwn: (operation: string) => boolean = () => true): number => sum(asked.filter((one) => one.service === service && isOwn(one.operation)), ({ calls: count }) => count);
    const questions = calls('ses', (operation) => operation === 'GET /v2/email/account');
    const own = parts.filter(({ lambda }) => lambda !== SCHEDULE).map((part) => withoutQuestions(part, questions));
    const schedule = parts.filter(({ lambda }) => lambda === SCHEDULE);
    const ran = functions.invocations.totals().map(({ functionName, ...one }) => ({ ...one, lambda: lambdaNamed(functionName) }));
    const [ownRuns, scheduleRuns] = [ran.filter(({ lambda }) => lambda !== SCHEDULE), ran.filter(({ lambda }) => lambda === SCHEDULE)];
    // How full the queues are is a question of the schedule's; every message is for a customer.
    const isMeasuring = (operation: string): boolean => operation === 'GetQueueAttributes';
    const told = bridge.log().slice(events);
    const fromRules = told.filter(({ source }) => source !== 'forthright').length;
    const batches = sum(ownRuns.filter(({ lambda }) => lambda !== undefined && !UNFED.includes(lambda)), ({ count }) => count);
    return {
      parts: own,
      usage: {
        mails: ses.count() - mails,
        writeUnits: sum(own, ({ writeUnits }) => writeUnits),
        readUnits: sum(own, ({ readUnits }) => readUnits),
        invocations: sum(ownRuns, ({ count }) => count),
        lambdaMilliseconds: sum(ownRuns, ({ milliseconds }) => milliseconds),
        sqsRequests: calls('sqs', (operation) => !isMeasuring(operation)) + fromRules + 2 * batches,
        customEvents: told.filter(({ bus }) => bus !== 'default').length,
        mailEvents: told.filter(({ bus }) => bus === 'default').length,
        secretCalls: 0,
        logBytes: statSync(stack.logFile).size - bytes,
      },
      schedule: {
        runs: sum(scheduleRuns, ({ count }) => count),
        usage: {
          mails: 0,
          writeUnits: sum(schedule, ({ writeUnits }) => writeUnits),
          readUnits: sum(schedule, ({ readUnits }) => readUnits),
          invocations: sum(scheduleRuns, ({ count }) => count),
          lambdaMilliseconds: sum(scheduleRuns, ({ milliseconds }) => milliseconds),
          sqsRequests: calls('sqs', isMeasuring),
          customEvents: 0,
          mailEvents: 0,
          secretCalls: 0,
          logBytes: 0,
        },
      },
    };
  };
}

/** Who asks SES for the account writes the row that all share, of a unit, once before and once after. */
function withoutQuestions(part: Part, questions: number): Part {
  if (part.lambda !== SENDER || part.operation !== 'PutItem') return part;
  const writes = QUESTIONS.writeUnits * questions;
  return { ...part, calls: part.calls - writes, writeUnits: part.writeUnits - writes };
}

const sum = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((total, one) => total + of(one), 0);
