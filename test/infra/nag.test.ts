import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import * as z from 'zod';
import { stacksOf, type Stacks } from './stacks';

/*
 * What AWS advises for solutions and for serverless ones, by its own checks. What is not followed is acknowledged where it
 * stands, with the reason. It takes half as long as a synthesis, so it is done here and not at every deployment.
 */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forthright-nag-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const everything = {
  shop: 'lamps',
  pageDomain: { name: 'orders.ternandtide.example', certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/5b1c' },
  mailDomain: { name: 'ternandtide.example', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
};

const Finding = z.object({ ruleName: z.string(), violatingConstructs: z.array(z.object({ constructPath: z.string() })) });
const Acknowledged = Finding.extend({ acknowledgedId: z.string(), reason: z.string() });
const Report = z.object({ pluginReports: z.array(z.object({ pluginName: z.string(), violations: z.array(Finding), suppressedViolations: z.array(Acknowledged).default([]) })) });

/** What AWS's packs find, warnings too. */
function found({ app }: Stacks): z.infer<typeof Report>['pluginReports'] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    app.synth();
  } catch (error) {
    // What is found stands in the report.
    if (!String(error).includes('ValidationFailed')) throw error;
  } finally {
    printed.mockRestore();
  }
  return Report.parse(JSON.parse(readFileSync(path.join(app.outdir, 'validation-report.json'), 'utf8'))).pluginReports;
}

const open = (reports: ReturnType<typeof found>): string[] =>
  reports.flatMap(({ violations }) => violations.flatMap(({ ruleName, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`)));

/** The rules that are acknowledged anywhere in the app. */
const acknowledgedIn = ({ app }: Stacks): string[] =>
  app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(z.record(z.string(), z.string()).parse(data)));

test('nothing is found that is not acknowledged with a reason, and nothing is acknowledged that is not found', () => {
  const stacks = stacksOf(folder, everything);
  const reports = found(stacks);
  expect(reports.map(({ pluginName }) => pluginName)).toEqual(expect.arrayContaining(['AwsSolutions', 'Serverless']));
  expect(open(reports)).toEqual([]);
  const suppressed = reports.flatMap(({ suppressedViolations }) => suppressedViolations);
  for (const { reason } of suppressed) expect(reason.length).toBeGreaterThan(20);
  expect([...new Set(suppressed.map(({ acknowledgedId }) => acknowledgedId))].sort()).toEqual([...new Set(acknowledgedIn(stacks))].sort());
}, 120_000);

test('what is forgotten is found', () => {
  const stacks = stacksOf(folder, everything, 'dev');
  new Queue(stacks.service, 'Forgotten');
  expect(open(found(stacks)).sort()).toEqual([
    'AwsSolutions-SQS3 ForthrightService/Forgotten/Resource',
    'AwsSolutions-SQS4 ForthrightService/Forgotten/Resource',
    'Serverless-SQSRedrivePolicy ForthrightService/Forgotten/Resource',
  ]);
}, 120_000);
