import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/*
 * DynamoDB's expressions, taken apart. Only what is written down here is understood; anything else is refused loudly, since
 * a simulation that guesses proves nothing.
 */

export type Item = Record<string, AttributeValue>;

/** An expression, or a parameter, that this DynamoDB does not know. */
export class UnknownToTheSimulationError extends Error {
  override readonly name = 'UnknownToTheSimulationError';
}

const TOKEN = /\s*(?:([#:][A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*)|(<>|<=|>=|[=<>(),.+\-[\]])|(\d+))/y;

export class Words {
  private readonly tokens: string[] = [];
  private place = 0;

  constructor(private readonly text: string) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const found = TOKEN.exec(text);
      if (found === null) throw new UnknownToTheSimulationError(`expression: ${text}`);
      this.tokens.push(found[1] ?? found[2] ?? found[3] ?? '');
    }
  }

  get isAtEnd(): boolean {
    return this.place >= this.tokens.length;
  }

  peek(ahead = 0): string {
    return this.tokens[this.place + ahead] ?? '';
  }

  take(): string {
    const token = this.peek();
    this.place += 1;
    return token;
  }

  /** Takes the word if it comes next; keywords are the same in capitals and without. */
  takeIf(word: string): boolean {
    if (this.peek().toUpperCase() !== word) return false;
    this.place += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.takeIf(word)) this.refuse();
  }

  refuse(): never {
    throw new UnknownToTheSimulationError(`expression: ${this.text} (at "${this.peek()}")`);
  }
}

/** What an expression's `#names` and `:values` stand for. */
export interface Meanings {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Item | undefined;
}

export function nameOf(token: string, { ExpressionAttributeNames: names }: Meanings): string {
  if (!token.startsWith('#')) return token;
  const name = names?.[token];
  if (name === undefined) throw new UnknownToTheSimulationError(`the expression names ${token}, which stands for nothing`);
  return name;
}

export function valueOf(token: string, { ExpressionAttributeValues: values }: Meanings): AttributeValue {
  const value = values?.[token];
  if (value === undefined) throw new UnknownToTheSimulationError(`the expression has ${token}, which stands for nothing`);
  return value;
}

/** A path of names, `a.#b.c`; lists are not reached into. */
export type Path = readonly [string, ...string[]];

export function pathFrom(words: Words): Path {
  const first = words.take();
  if (!/^[#A-Za-z_]/.test(first)) words.refuse();
  const path: [string, ...string[]] = [first];
  while (words.takeIf('.')) path.push(words.take());
  return path;
}

export function read(item: Item | undefined, path: Path, meanings: Meanings): AttributeValue | undefined {
  let value: AttributeValue | undefined = item === undefined ? undefined : { M: item };
  for (const part of path) value = value?.M?.[nameOf(part, meanings)];
  return value;
}
