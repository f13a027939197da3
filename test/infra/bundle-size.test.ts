import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lambdas, type LambdaName } from '../../infra/lambdas';
import { lambdaOf, synthesizeProject, type Synthesized } from './synthesized';

/* What a cold start has to read: a bundle grows by a library that one line imports, and nobody sees it. */

/** A little above what each is. None may have more than 450. */
const mostKb: Readonly<Record<LambdaName, number>> = {
  'attend-customer': 410,
  'customer-page': 375,
  'order-closed': 308,
  'backorder-created': 305,
  'email-feedback': 292,
  'eta-changed': 291,
  'weekly-updates': 222,
  'rotate-keyring': 176,
};

/** Words that stand in what infra/lean-bundle.ts leaves out, in zod, or in the schema of merchant.json, and nowhere else. */
const leftOut = ['GetRoleCredentials', 'AssumeRoleWithWebIdentity', 'unrecognized_keys', 'HeaderMarshaller', 'BatchGetMetricData', 'homepage', 'Z0123456789ABCDEFGHIJ'];

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
