import type { Call, Context, ContextKey } from './call';
import { decide, type Decision } from './decide';
import { denial } from './denial';
import type { Statement } from './policy-document';

/** A Lambda as its role lets it act. */
export class Principal {
  /** By what was asked: a Lambda asks the same few things all the time. */
  private readonly decisions = new Map<string, Decision>();
  private readonly needed: Call[] = [];
  /** What its conditions ask about. */
  private readonly asks: ReadonlySet<ContextKey>;

  constructor(
    /** `arn:aws:sts::<account>:assumed-role/<role>/<function>` */
    private readonly sessionArn: string,
    private readonly statements: readonly Statement[],
  ) {
    this.asks = new Set(statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)));
  }

  /** Throws AwsError in the words of AWS. */
  require(call: Call): void {
    const decision = this.decisionOn(call);
    if (decision !== 'allowed') throw denial(this.sessionArn, call, decision);
  }

  may(call: Call): boolean {
    return this.decisionOn(call) === 'allowed';
  }

  /** Each thing once that it was allowed to do and did. Circumstances that none of its conditions asks about are left out. */
  calls(): readonly Call[] {
    return this.needed;
  }

  private decisionOn(call: Call): Decision {
    const asked: Call = { ...call, context: this.asked(call.context) };
    const question = JSON.stringify([asked.action, asked.resource, asked.context]);
    const known = this.decisions.get(question);
    if (known !== undefined) return known;
    const decision = decide(this.statements, asked);
    this.decisions.set(question, decision);
    if (decision === 'allowed') this.needed.push(asked);
    return decision;
  }

  private asked(context: Context): Context {
    const asked: Partial<Record<ContextKey, readonly string[]>> = {};
    for (const key of this.asks) {
      const values = context[key];
      if (values !== undefined) asked[key] = values;
    }
    return asked;
  }
}
