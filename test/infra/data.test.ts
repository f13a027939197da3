import { ofType, synthesizeProject, type Synthesized } from './synthesized';

/* What customers were told, and the keys of the links in their mails, outlive every deployment and most mistakes. */

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesizeProject();
}, 60_000);

const only = (type: string) => {
  const found = Object.values(ofType(stack.data, type));
  expect(found).toHaveLength(1);
  return found[0]!;
};

test('the table can be taken back to any second of the last weeks, and no deployment deletes it', () => {
  const { Properties, DeletionPolicy, UpdateReplacePolicy } = only('AWS::DynamoDB::GlobalTable');
  expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  expect(Properties.Replicas).toEqual([
    expect.objectContaining({ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  ]);
});

test('rows that are over are deleted when their time has come', () => {
  expect(only('AWS::DynamoDB::GlobalTable').Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'ttl', Enabled: true });
});

test('the table grows with its customers and costs nothing while nobody waits', () => {
  expect(only('AWS::DynamoDB::GlobalTable').Properties.BillingMode).toBe('PAY_PER_REQUEST');
});

test('customers are found by when they are due, by what they wait for and by the supplier’s order', () => {
  const { Properties } = only('AWS::DynamoDB::GlobalTable');
  const keys = (schema: unknown): string => (schema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName).join(' ');
  const indexes = Properties.GlobalSecondaryIndexes as { IndexName: string; KeySchema: unknown; Projection: unknown }[];
  expect(keys(Properties.KeySchema)).toBe('pk sk');
  expect(Object.fromEntries(indexes.map(({ IndexName, KeySchema }) => [IndexName, keys(KeySchema)]))).toEqual({
    due: 'dueShard dueAt',
    routine: 'routineShard routineAt',
    sku: 'sku pk',
    supplierOrder: 'supplierOrder pk',
  });
  for (const { Projection } of indexes) expect(Projection).toEqual({ ProjectionType: 'KEYS_ONLY' });
});

test('the first signing key is made by AWS, known to nobody, and no deployment deletes it', () => {
  const { Properties, DeletionPolicy, UpdateReplacePolicy } = only('AWS::SecretsManager::Secret');
  expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  expect(Properties.SecretString).toBeUndefined();
  expect(Properties.GenerateSecretString).toEqual({ SecretStringTemplate: '{"current":"1"}', GenerateStringKey: '1', PasswordLength: 64, ExcludePunctuation: true });
});

test('nothing that must be kept lies in the stack that can be deleted', () => {
  expect(Object.keys(ofType(stack.service, 'AWS::DynamoDB::GlobalTable'))).toEqual([]);
  expect(Object.keys(ofType(stack.service, 'AWS::SecretsManager::Secret'))).toEqual([]);
  expect(Object.keys(ofType(stack.service, 'AWS::Events::Archive'))).toEqual([]);
  const kinds = Object.values(stack.data.Resources).map(({ Type }) => Type);
  expect(kinds.sort()).toEqual(['AWS::DynamoDB::GlobalTable', 'AWS::Events::Archive', 'AWS::Events::EventBus', 'AWS::SecretsManager::Secret']);
});
