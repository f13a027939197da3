import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { ApiMapping, DomainName, HttpApi, HttpMethod, HttpStage, LogGroupLogDestination, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Merchant } from '../../functions/core/merchant';

/** Every path under which a link of ours can lead. ANY method: the Lambda itself says which it takes. */
const PATHS = ['/b/{token}', '/b/{token}/{intent}', '/u/{token}'];

/** Requests a second over all customers, and how many at once: a thousand mails that arrive together are opened within minutes. */
const THROTTLE = { rateLimit: 100, burstLimit: 200 };

/** Without path, query or address: a link is its owner's key, and who opened it when is nobody's business. */
const LOGGED = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  error: '$context.error.messageString',
};

/** The HTTP API of the customer's page. */
export class PageApi extends Construct {
  /** Origin of every link, without a slash at the end. */
  readonly origin: string;
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, pageDomain: Merchant['pageDomain']) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      description: "The customer's page",
      createDefaultStage: false,
    });
    Validations.of(this.api).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG4', reason: 'A customer has no login: what lets them in is the signed token in the path, which the Lambda checks' });
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: AccessLogFormat.custom(JSON.stringify(LOGGED)) },
    });
    // The API keeps its own address beside the merchant's: mails that were sent before still lead there.
    this.origin = pageDomain === undefined ? this.api.apiEndpoint : this.behind(pageDomain, stage);
  }

  /** The Lambda that answers. Apart from the constructor, since the Lambda itself needs to know the origin. */
  answeredBy(lambda: IFunction): void {
    const integration = new HttpLambdaIntegration('Page', lambda);
    for (const path of PATHS) this.api.addRoutes({ path, methods: [HttpMethod.ANY], integration });
  }

  /** Requests that got an error of ours, whether the Lambda failed, was too slow or could not be called. */
  metricFailed(options: MetricOptions): Metric {
    return this.api.metricServerError(options);
  }

  private behind({ name, certificateArn }: NonNullable<Merchant['pageDomain']>, stage: HttpStage): string {
    // A browser names the origin of a form in small letters, and the page compares.
    const host = name.toLowerCase().replace(/\.$/, '');
    const domainName = new DomainName(this, 'Domain', { domainName: host, certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn), securityPolicy: SecurityPolicy.TLS_1_2 });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName, stage });
    new CfnOutput(this, 'Target', { value: domainName.regionalDomainName, description: `Point ${host} here, by a CNAME or an alias record` });
    return `https://${host}`;
  }
}
