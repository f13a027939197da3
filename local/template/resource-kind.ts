import * as z from 'zod';
import { TemplateError } from './template-error';
import type { Wiring } from './wiring';

/** What only this machine knows about the things that a template asks for. */
export interface LocalNames {
  /** Where the SQS service takes the messages of a queue. */
  queueUrl(name: string): string;
  /** Origin that answers the HTTP API's routes. */
  apiOrigin: string;
}

/** What other resources see of one: the answer to Ref, and the attributes for Fn::GetAtt. */
export interface Identity {
  ref: string;
  attributes: Readonly<Record<string, string>>;
}

export interface Place {
  stack: string;
  logicalId: string;
  names: LocalNames;
  /** A resolved property that must be text if it is there: the names that resources are given. */
  named(property: string): string | undefined;
}

export interface Built {
  logicalId: string;
  identity: Identity;
  /** Folder or file of an uploaded asset. Throws TemplateError if there is none. */
  asset: (objectKey: string) => string;
}

/** How resources of one type are read. */
export interface ResourceKind {
  identify(place: Place): Identity;
  /** `properties` are resolved. Throws TemplateError for anything that would not be run as it stands there. */
  add(wiring: Wiring, properties: unknown, built: Built): void;
}

/**
 * A kind whose properties fit `shape`. Properties in `meaningless` change nothing on this machine; any other property
 * is refused by name, for a template must not mean one thing here and another in the account.
 */
export function kind<S extends z.ZodRawShape>(
  shape: S,
  meaningless: readonly string[],
  identify: (place: Place) => Identity,
  add: (wiring: Wiring, properties: z.output<z.ZodObject<S>>, built: Built) => void,
): ResourceKind {
  const schema = z.object(shape);
  const known = new Set([...Object.keys(shape), ...meaningless]);
  return {
    identify,
    add(wiring, properties, built) {
      const given = z.record(z.string(), z.unknown()).parse(properties);
      const unknown = Object.keys(given).find((name) => !known.has(name));
      if (unknown !== undefined) throw new TemplateError(`property ${unknown} is not supported`);
      const parsed = schema.safeParse(given);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new TemplateError(`property ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
      }
      add(wiring, parsed.data, built);
    },
  };
}

/** The name that CloudFormation would make up, less its random end: the same at each start, as the data is kept. */
export function nameOf(place: Place, property: string): string {
  return place.named(property) ?? `${place.stack}-${place.logicalId}`;
}
