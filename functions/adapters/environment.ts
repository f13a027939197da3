import * as z from 'zod/mini';
import '../core/english';

/** The environment lacks something that the stack has to set: the cold start fails with every name that is missing. */
export class EnvironmentError extends Error {
  constructor(problems: readonly string[]) {
    super(`the environment of this Lambda is incomplete: ${problems.join('; ')}`);
    this.name = 'EnvironmentError';
  }
}

const Named = z.string().check(z.minLength(1));
const Address = z.url();

const variables = {
  TABLE_NAME: Named,
  BUS_NAME: Named,
  ATTEND_QUEUE_URL: Address,
  ROUTINE_QUEUE_URL: Address,
  FAN_OUT_QUEUE_URL: Address,
  KEYRING_ARN: z.string().check(z.startsWith('arn:')),
  PAGE_ORIGIN: Address.check(z.refine((url) => !url.endsWith('/'), 'expected no slash at the end')),
  NOTICES_CONFIGURATION_SET: Named,
  UPDATES_CONFIGURATION_SET: Named,
  // "1-255 characters" of these (Embedded Metric Format, MetricDirective).
  METRICS_NAMESPACE: z.string().check(z.regex(/^[\w.\-/#:]{1,255}$/, 'expected the name of a namespace of metrics')),
} as const;
type Name = keyof typeof variables;

/** The named variables, all set and sound. Read once, at the cold start. Throws EnvironmentError. */
export function readEnvironment<N extends Name>(...names: N[]): Record<N, string> {
  const found: Partial<Record<Name, string>> = {};
  const problems: string[] = [];
  for (const name of names) {
    const parsed = variables[name].safeParse(process.env[name]);
    if (parsed.success) found[name] = parsed.data;
    else problems.push(`${name}: ${parsed.error.issues.map(({ message }) => message).join(', ')}`);
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
  return found as Record<N, string>;
}
