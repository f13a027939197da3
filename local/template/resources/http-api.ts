import * as z from 'zod';
import { type Place, type ResourceKind, kind } from '../resource-kind';

const ownId = (place: Place) => ({ ref: `${place.stack}-${place.logicalId}`, attributes: {} });

const api = kind(
  { ProtocolType: z.literal('HTTP', 'only HTTP APIs are supported') },
  ['Name', 'Description', 'DisableExecuteApiEndpoint', 'Tags', 'IpAddressType'],
  (place) => ({ ref: ownId(place).ref, attributes: { ApiEndpoint: place.names.apiOrigin, ApiId: ownId(place).ref } }),
  (wiring, _properties, { identity }) => void wiring.apis.push(identity.ref),
);

const integration = kind(
  {
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string().regex(/arn:aws:lambda:[^/]+/, 'expected the ARN of a Lambda'),
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: z.number().default(30_000),
  },
  ['IntegrationMethod', 'Description', 'ConnectionType'],
  ownId,
  (wiring, properties, { identity }) =>
    void wiring.integrations.push({
      id: identity.ref,
      functionArn: /arn:aws:lambda:[^/]+/.exec(properties.IntegrationUri)?.[0] ?? '',
      timeoutMs: properties.TimeoutInMillis,
    }),
);

const route = kind(
  { ApiId: z.string(), RouteKey: z.string(), Target: z.string().startsWith('integrations/'), AuthorizationType: z.literal('NONE').optional() },
  ['OperationName', 'ApiKeyRequired'],
  ownId,
  (wiring, properties) =>
    void wiring.routes.push({ api: properties.ApiId, key: properties.RouteKey, integration: properties.Target.replace(/^integrations\//, '') }),
);

const stage = kind(
  { ApiId: z.string(), StageName: z.literal('$default', 'only the $default stage, which adds nothing to the path, is supported') },
  ['AutoDeploy', 'AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'Description', 'Tags'],
  (place) => ({ ref: place.named('StageName') ?? '$default', attributes: {} }),
  () => undefined,
);

export const httpApi: Record<string, ResourceKind> = {
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::ApiGatewayV2::Stage': stage,
};
