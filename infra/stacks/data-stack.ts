import { RemovalPolicies, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { FIRST_KEY } from '../../functions/core/key-rotation';
import type { Merchant } from '../../functions/core/merchant';
import { EventArchive } from '../constructs/event-archive';
import { MailDomain } from '../constructs/mail-domain';
import { busNameOf, type Installation } from '../installation';

/** Letters and digits: some 380 bits, more than HMAC-SHA256 can use. */
const KEY_LENGTH = 64;

/** The table's indexes by name. */
export type Index = 'due' | 'routine' | 'sku' | 'supplierOrder';

export interface ForthrightDataProps extends StackProps {
  installation: Installation;
  merchant: Pick<Merchant, 'mailDomain'>;
}

/**
 * What must outlive every deployment: the customers' state and record, the keys that their links are signed with, what the
 * store said and where it says it, and the domain that mails come from. Apart from the service, so that the service can be deleted and deployed anew without
 * losing any of it. At `prod` all of it is kept even when this stack is deleted; elsewhere nothing stays.
 */
export class ForthrightData extends Stack {
  readonly table: TableV2;
  readonly keyring: Secret;
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { installation, merchant, ...props }: ForthrightDataProps) {
    const isKept = installation.stage === 'prod';
    super(scope, id, { description: 'Forthright: what customers were told, and the keys of their links', terminationProtection: isKept, ...props });
    const pk = { name: 'pk', type: AttributeType.STRING };
    this.table = new TableV2(this, 'Table', {
      partitionKey: pk,
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isKept,
      // functions/adapters/retention.ts
      timeToLiveAttribute: 'ttl',
      // Sparse: only open lines and customers who are due are in them. Keys only, since whoever finds a customer loads them.
      globalSecondaryIndexes: [
        {
          indexName: 'due',
          partitionKey: { name: 'dueShard', type: AttributeType.STRING },
          sortKey: { name: 'dueAt', type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
        // Who is due for mail that may wait, apart from all else that they are due for.
        {
          indexName: 'routine',
          partitionKey: { name: 'routineShard', type: AttributeType.STRING },
          sortKey: { name: 'routineAt', type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
        { indexName: 'sku', partitionKey: { name: 'sku', type: AttributeType.STRING }, sortKey: pk, projectionType: ProjectionType.KEYS_ONLY },
        {
          indexName: 'supplierOrder',
          partitionKey: { name: 'supplierOrder', type: AttributeType.STRING },
          sortKey: pk,
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
    this.keyring = new Secret(this, 'Keyring', {
      description: 'Signs the links in mails. `current` names the key for new links; a key is kept as long as links it signed',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: FIRST_KEY }),
        generateStringKey: FIRST_KEY,
        passwordLength: KEY_LENGTH,
        excludePunctuation: true,
      },
    });
    Validations.of(this.keyring).acknowledge({ id: 'AwsSolutions::AwsSolutions-SMG4', reason: 'It is rotated by keyring-rotation.ts, which stands in the stack of the service with its Lambda' });
    // See docs/decisions/2026-11-27-what-is-data.md.
    this.bus = new EventBus(this, 'Bus', { eventBusName: busNameOf(installation), description: 'Events of the store, and the answers of Forthright' });
    new EventArchive(this, 'Archive', this.bus);
    if (merchant.mailDomain !== undefined) new MailDomain(this, 'MailDomain', merchant.mailDomain);
    const policies = RemovalPolicies.of(this);
    if (isKept) policies.retain();
    else policies.destroy();
  }
}
