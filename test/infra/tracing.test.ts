import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BundledLambda } from '../../infra/constructs/bundled-lambda';
import { InvalidContextError } from '../../infra/tracing';

let code: string;
beforeAll(() => {
  code = mkdtempSync(path.join(tmpdir(), 'forthright-traced-'));
  writeFileSync(path.join(code, 'index.js'), 'exports.handler = () => {};');
});
afterAll(() => {
  rmSync(code, { recursive: true });
});

/** What a Lambda is deployed with when `cdk deploy` is given that context. */
function deployed(context: Record<string, unknown>): Template {
  const stack = new Stack(new App({ context, analyticsReporting: false }), 'Shop');
  new BundledLambda(stack, 'One', { description: 'One', code, timeout: Duration.seconds(1), environment: {} });
  return Template.fromStack(stack);
}

const permitted = (template: Template): string => JSON.stringify(template.findResources('AWS::IAM::Policy'));

test.each([[{}], [{ tracing: false }], [{ tracing: 'false' }]])('unless somebody asks for it nothing is traced: %j', (context) => {
  const template = deployed(context);
  expect(JSON.stringify(template.toJSON())).not.toContain('TracingConfig');
  expect(permitted(template)).not.toContain('xray');
});

test.each([[{ tracing: true }], [{ tracing: 'true' }]])('with %j it is, and the role may write traces', (context) => {
  const template = deployed(context);
  template.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
  expect(permitted(template)).toContain('xray:PutTraceSegments');
});

test.each(['yes', 1, ''])('%j is answered with what was expected', (tracing) => {
  expect(() => deployed({ tracing })).toThrow(InvalidContextError);
  expect(() => deployed({ tracing })).toThrow(`context "tracing": expected true or false, found ${JSON.stringify(tracing)}`);
});
