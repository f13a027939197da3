import * as v from 'valibot';
import type { KeyringVersions, Stages } from '../adapters/keyring-versions';
import type { Instant } from '../core/dates';
import { problemsOf } from '../core/english';
import { rotated, succeeds } from '../core/key-rotation';
import { object } from '../core/shapes';

/*
 * "Lambda rotation functions", AWS Secrets Manager User Guide. One rotation is one token, and four calls:
 *
 *   createSecret   a keyring with one key more ──> version <token>, AWSPENDING
 *   setSecret      nothing: nobody else has to be told of a key
 *   testSecret     what the old keyring has signed opens with the new one
 *   finishSecret   AWSCURRENT ──> version <token>; Secrets Manager leaves AWSPREVIOUS on the one before
 *
 * A step that fails is called again, so each may find itself done.
 */

const Event = object({
  Step: v.picklist(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
  SecretId: v.string(),
  ClientRequestToken: v.pipe(v.string(), v.minLength(1)),
});

export interface Step {
  name: v.InferOutput<typeof Event>['Step'];
  token: string;
}

export interface Rotation {
  versions: KeyringVersions;
  /** A key that nobody can guess. */
  newKey: () => string;
  now: () => Instant;
  recordMonths: number;
}

/** A rotation that can't go on. The message says nothing of what is in the secret. */
export class RotationError extends Error {
  override readonly name = 'RotationError';
}

/** Throws RotationError for a call that is no step, or is about another secret than `arn`. */
export function readStep(event: unknown, arn: string): Step {
  const parsed = v.safeParse(Event, event);
  if (!parsed.success) throw new RotationError(`expected a step of a rotation: ${problemsOf([], parsed.issues).join('; ')}`);
  const { Step: name, SecretId, ClientRequestToken: token } = parsed.output;
  if (SecretId !== arn) throw new RotationError(`SecretId ${SecretId}: expected ${arn}`);
  return { name, token };
}

/** Says whether anything was left to do. Throws RotationError, KeyringError and what Secrets Manager refuses. */
export async function takeStep(rotation: Rotation, { name, token }: Step): Promise<'done' | 'nothing to do'> {
  const stages = await rotation.versions.stages();
  if (stages === undefined) throw new RotationError('the keyring is not set up to be rotated');
  const labels = stages[token];
  if (labels === undefined) throw new RotationError(`the keyring has no version ${token}`);
  if (labels.includes('AWSCURRENT')) return 'nothing to do';
  if (!labels.includes('AWSPENDING')) throw new RotationError(`version ${token} of the keyring is not the one that is being made`);
  switch (name) {
    case 'createSecret':
      return create(rotation, token);
    case 'setSecret':
      return 'nothing to do';
    case 'testSecret':
      return test(rotation, token);
    case 'finishSecret':
      return finish(rotation, token, stages);
  }
}

async function create({ versions, newKey, now, recordMonths }: Rotation, token: string): Promise<'done' | 'nothing to do'> {
  if ((await versions.pending(token)) !== undefined) return 'nothing to do';
  await versions.putPending(token, rotated(await versions.current(), newKey(), now(), recordMonths));
  return 'done';
}

async function test({ versions }: Rotation, token: string): Promise<'done'> {
  const next = await versions.pending(token);
  // A person may have changed the keyring since the first step: finishing would take their key away.
  if (next === undefined || !succeeds(next, await versions.current())) throw new RotationError('the new keyring does not open what the present one signs');
  return 'done';
}

async function finish({ versions }: Rotation, token: string, stages: Stages): Promise<'done'> {
  const [current] = Object.entries(stages).find(([, labels]) => labels.includes('AWSCURRENT')) ?? [];
  if (current === undefined) throw new RotationError('no version of the keyring is the current one');
  await versions.makeCurrent(token, current);
  return 'done';
}
