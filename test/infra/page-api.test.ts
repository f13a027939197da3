import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { stacksOf } from './stacks';
import { lambdaOf, ofType, type StackTemplate } from './synthesized';

let folder: string;
let withoutDomain: StackTemplate;
let withDomain: StackTemplate;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forthright-page-'));
  withoutDomain = serviceOf({});
  withDomain = serviceOf({ pageDomain: { name: 'Orders.TernAndTide.example', certificateArn } });
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The service of a merchant who has `said` this besides the least. */
const serviceOf = (said: Parameters<typeof stacksOf>[1]): StackTemplate => Template.fromStack(stacksOf(folder, said).service).toJSON() as StackTemplate;

const certificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/5b1c';

const only = (template: StackTemplate, type: string): Record<string, unknown> => {
  const found = Object.values(ofType(template, type));
  expect(found).toHaveLength(1);
  return found[0]!.Properties;
};

/** Lambda -> the origin of the links it makes or compares with. */
const origins = (template: StackTemplate): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(ofType(template, 'AWS::Lambda::Function')).flatMap(([id, { Properties }]) => {
      const { PAGE_ORIGIN } = (Properties.Environment as { Variables: Record<string, unknown> }).Variables;
      return PAGE_ORIGIN === undefined ? [] : [[lambdaOf(id), PAGE_ORIGIN]];
    }),
  );

test('every address that a link of ours has leads to the page, by whatever method', () => {
  const routes = Object.values(ofType(withoutDomain, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey);
  expect(routes.sort()).toEqual(['ANY /b/{token}', 'ANY /b/{token}/{intent}', 'ANY /u/{token}']);
  expect(only(withoutDomain, 'AWS::ApiGatewayV2::Integration')).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
});

test('the access log says when and how a request was answered, never which link was followed nor by whom', () => {
  const { Format } = only(withoutDomain, 'AWS::ApiGatewayV2::Stage').AccessLogSettings as { Format: string };
  expect((Format.match(/\$context\.[\w.]+/g) ?? []).sort()).toEqual([
    '$context.error.messageString',
    '$context.requestId',
    '$context.requestTime',
    '$context.responseLatency',
    '$context.routeKey',
    '$context.status',
  ]);
});

test('nobody can call the page more often than a hundred times a second', () => {
  expect(only(withoutDomain, 'AWS::ApiGatewayV2::Stage').DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
});

test('a page that fails rings an alarm, whether the Lambda failed or could not be called', () => {
  const [api] = Object.keys(ofType(withoutDomain, 'AWS::ApiGatewayV2::Api'));
  const alarms = Object.values(ofType(withoutDomain, 'AWS::CloudWatch::Alarm')).filter(({ Properties }) => Properties.Namespace === 'AWS/ApiGateway');
  expect(alarms.map(({ Properties: { MetricName, Threshold, Dimensions } }) => ({ MetricName, Threshold, Dimensions }))).toEqual([
    { MetricName: '5xx', Threshold: 0, Dimensions: [{ Name: 'ApiId', Value: { Ref: api } }] },
  ]);
});

test("without a domain of the merchant's own, links lead to the API's address", () => {
  const [api] = Object.keys(ofType(withoutDomain, 'AWS::ApiGatewayV2::Api'));
  const endpoint = { 'Fn::GetAtt': [api, 'ApiEndpoint'] };
  expect(origins(withoutDomain)).toEqual({ 'attend-customer': endpoint, 'customer-page': endpoint });
  expect(ofType(withoutDomain, 'AWS::ApiGatewayV2::DomainName')).toEqual({});
});

test("with a domain of the merchant's own, links lead there, in the letters that a browser compares", () => {
  expect(origins(withDomain)).toEqual({ 'attend-customer': 'https://orders.ternandtide.example', 'customer-page': 'https://orders.ternandtide.example' });
  expect(only(withDomain, 'AWS::ApiGatewayV2::DomainName')).toMatchObject({
    DomainName: 'orders.ternandtide.example',
    DomainNameConfigurations: [{ CertificateArn: certificateArn, EndpointType: 'REGIONAL' }],
  });
  expect(ofType(withDomain, 'AWS::ApiGatewayV2::ApiMapping')).not.toEqual({});
});

test('links in mails that were sent before the merchant had a domain still open', () => {
  for (const service of [withoutDomain, withDomain]) expect(only(service, 'AWS::ApiGatewayV2::Api').DisableExecuteApiEndpoint ?? false).toBe(false);
});

test('the deployment says where links lead, and where the domain has to point', () => {
  const [domain] = Object.keys(ofType(withDomain, 'AWS::ApiGatewayV2::DomainName'));
  const outputs = Object.values(withDomain.Outputs);
  expect(outputs.map(({ Value }) => Value)).toEqual(expect.arrayContaining(['https://orders.ternandtide.example', { 'Fn::GetAtt': [domain, 'RegionalDomainName'] }]));
});
