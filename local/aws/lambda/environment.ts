import { devNull } from 'node:os';
import type { FunctionWiring } from '../../template/wiring';
import { REGION } from '../account';

/**
 * process.env of an instance: the template's variables and what Lambda itself sets. The function's logical id is its
 * access key, so that every service knows who calls. Nothing of the environment around gets through, and no AWS profile
 * of whoever runs this.
 */
export function instanceEnvironment(lambda: FunctionWiring, awsEndpoint: string): Record<string, string> {
  return {
    ...lambda.environment,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: lambda.logicalId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_ENDPOINT_URL: awsEndpoint,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${lambda.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: lambda.code,
    _HANDLER: lambda.handler,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
