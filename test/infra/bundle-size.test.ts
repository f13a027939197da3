import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lambdas, type LambdaName } from '../../infra/lambdas';
import { lambdaOf, synthesizeProject, type Synthesized } from './synthesized';

/* What a cold start has to read: a bundle grows by a library that one line imports, and nobody sees it. */

const MOST_KB = 450;
/** Five clients of the SDK, of which 54 KB are the errors and schemas of operations, and all that puts a notice into words. */
const larger: Partial<Record<LambdaName, number>> = { 'attend-customer': 475 };

/** Words that stand in what infra/lean-bundle.ts leaves out, and nowhere else. */
const leftOut = ['GetRoleCredentials', 'AssumeRoleWithWebIdentity', 'draft-2020-12', 'HeaderMarshaller', 'BatchGetMetricData', 'homepage'];

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesizeProject();
}, 60_000);

const codeOf = (name: LambdaName): string => {
  const found = stack.wiring.functions.find(({ logicalId }) => lambdaOf(logicalId) === name);
  return readFileSync(path.join(found!.code, 'index.js'), 'utf8');
};

test.each(lambdas)('the code of %s stays small, and nothing that was left out has come back', (name) => {
  const code = codeOf(name);
  expect(code).toContain('SendMessage');
  expect(Buffer.byteLength(code) / 1000).toBeLessThanOrEqual(larger[name] ?? MOST_KB);
  expect(leftOut.filter((word) => code.includes(word))).toEqual([]);
});
