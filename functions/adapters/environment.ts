import * as v from 'valibot';
import { Url } from '../core/shapes';

/** The environment lacks something that the stack has to set: the cold start fails with every name that is missing. */
export class EnvironmentError extends Error {
  constructor(problems: readonly string[]) {
    super(`the environment of this Lambda is incomplete: ${problems.join('; ')}`);
    this.name = 'EnvironmentError';
  }
}

const Named = v.pipe(v.string(), v.minLength(1));

const variables = {
  TABLE_NAME: Named,
  BUS_NAME: Named,
  ATTEND_QUEUE_URL: Url,
  ROUTINE_QUEUE_URL: Url,
  FAN_OUT_QUEUE_URL: Url,
  KEYRING_ARN: v.pipe(v.string(), v.startsWith('arn:')),
  PAGE_ORIGIN: v.pipe(Url, v.check((url) => !url.endsWith('/'), 'expected no slash at the end')),
  NOTICES_CONFIGURATION_SET: Named,
  UPDATES_CONFIGURATION_SET: Named,
  // "1-255 characters" of these (Embedded Metric Format, MetricDirective).
  METRICS_NAMESPACE: v.pipe(v.string(), v.regex(/^[\w.\-/#:]{1,255}$/, 'expected the name of a namespace of metrics')),
} as const;
type Name = keyof typeof variables;

/** The named variables, all set and sound. Read once, at the cold start. Throws EnvironmentError. */
export function readEnvironment<N extends Name>(...names: N[]): Record<N, string> {
  const found: Partial<Record<Name, string>> = {};
  const problems: string[] = [];
  for (const name of names) {
    const parsed = v.safeParse(variables[name], process.env[name]);
    if (parsed.success) found[name] = parsed.output;
    else problems.push(`${name}: ${parsed.issues.map(({ message }) => message).join(', ')}`);
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
  return found as Record<N, string>;
}
