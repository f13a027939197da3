import { readFileSync } from 'node:fs';
import path from 'node:path';
import { synthesized } from '../../local/synthesis';
import { readAssembly } from '../../local/template/assembly';
import { readWiring } from '../../local/template/read-wiring';
import type { Wiring } from '../../local/template/wiring';

export const root = path.join(__dirname, '../..');

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

/** A stack as CloudFormation gets it. */
export interface StackTemplate {
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: unknown }>;
}

export interface Synthesized {
  data: StackTemplate;
  service: StackTemplate;
  /** Both stacks with every reference resolved: queues and functions by ARN, environments as text. */
  wiring: Wiring;
}

/** The project as it stands, with its own merchant.json. Made anew only if anything has changed. */
export async function synthesizeProject(): Promise<Synthesized> {
  const directory = await synthesized(root, () => undefined);
  const template = (name: string): StackTemplate => JSON.parse(readFileSync(path.join(directory, `${name}.template.json`), 'utf8')) as StackTemplate;
  const names = { queueUrl: (name: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`, apiOrigin: 'https://api.example' };
  return { data: template('ForthrightData'), service: template('ForthrightService'), wiring: readWiring(readAssembly(directory), names) };
}

/** The resources of a type, by logical id. */
export const ofType = ({ Resources }: StackTemplate, type: string): Record<string, Resource> =>
  Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type === type));

/** `backorder-created` of the logical id `BackorderCreatedLambdaFunction0AFC765D`. */
export function lambdaOf(logicalId: string): string {
  const [, id = logicalId] = /^(.+?)(?:Lambda)?(?:Function|Role)/.exec(logicalId) ?? [];
  return id.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase();
}
