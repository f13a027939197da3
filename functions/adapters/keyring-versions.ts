import { DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, ResourceNotFoundException, SecretsManagerClient, UpdateSecretVersionStageCommand } from '@aws-sdk/client-secrets-manager';
import type { Keyring } from '../core/links';
import { clientDefaults } from './aws-client';
import { keyringIn, secretOf } from './keyring-secret';

/** Version id -> the labels that are on it, such as AWSCURRENT. */
export type Stages = Readonly<Record<string, readonly string[]>>;

/** The versions of the keyring's secret, as a rotation sees them. A version's id is the token of the rotation that made it. */
export interface KeyringVersions {
  /** Undefined where the secret is not set up to be rotated. */
  stages(): Promise<Stages | undefined>;
  /** What signs now. */
  current(): Promise<Keyring>;
  /** What the rotation is making; undefined before it has put anything there. */
  pending(version: string): Promise<Keyring | undefined>;
  /** The same under the same version changes nothing; anything else under it is refused. */
  putPending(version: string, keyring: Keyring): Promise<void>;
  /** From now on `version` is what every reader gets, in the place of `from`. */
  makeCurrent(version: string, from: string): Promise<void>;
}

export function openKeyringVersions(arn: string): KeyringVersions {
  const client = new SecretsManagerClient(clientDefaults);
  const read = async (which: { VersionStage: string; VersionId?: string }): Promise<Keyring> => {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: arn, ...which }));
    return keyringIn(text ?? '');
  };
  return {
    async stages() {
      const { RotationEnabled: isRotated, VersionIdsToStages: stages = {} } = await client.send(new DescribeSecretCommand({ SecretId: arn }));
      return isRotated === true ? stages : undefined;
    },
    current: () => read({ VersionStage: 'AWSCURRENT' }),
    async pending(version) {
      try {
        return await read({ VersionStage: 'AWSPENDING', VersionId: version });
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async putPending(version, keyring) {
      await client.send(new PutSecretValueCommand({ SecretId: arn, ClientRequestToken: version, SecretString: secretOf(keyring), VersionStages: ['AWSPENDING'] }));
    },
    async makeCurrent(version, from) {
      await client.send(new UpdateSecretVersionStageCommand({ SecretId: arn, VersionStage: 'AWSCURRENT', MoveToVersionId: version, RemoveFromVersionId: from }));
    },
  };
}
