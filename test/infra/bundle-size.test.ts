import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lambdas, type LambdaName } from '../../infra/lambdas';
import { lambdaOf, synthesizeProject, type Synthesized } from './synthesized';

/* What a cold start has to read: a bundle grows by a library that one line imports, and nobody sees it. */

/** A little above what each is. None may have more than 450. */
const mostKb: Readonly<Record<LambdaName, number>> = {
  'attend-customer': 445,
  'customer-page': 405,
  'order-closed': 345,
  'backorder-created': 340,
  'email-feedback': 330,
  'eta-changed': 330,
  'weekly-updates': 240,
  'rotate-keyring': 195,
};

/** Words that stand in what infra/lean-bundle.ts leaves out, in what zod/mini has not, or in the schema of merchant.json, and nowhere else. */
const leftOut = ['GetRoleCredentials', 'AssumeRoleWithWebIdentity', 'draft-2020-12', 'HeaderMarshaller', 'BatchGetMetricData', 'homepage', 'Z0123456789ABCDEFGHIJ'];

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
  expect(code).toContain('aws4_request');
  expect(Buffer.byteLength(code) / 1000).toBeLessThanOrEqual(mostKb[name]);
  expect(leftOut.filter((word) => code.includes(word))).toEqual([]);
});
