/** What everything is called in the simulated account. */
export const TABLE_NAME = 'Forthright';
export const BUS_NAME = 'forthright';
export const PAGE_ORIGIN = 'https://orders.ternandtide.example';
export const queueUrlOf = (lambda: string): string => `https://sqs.us-east-1.amazonaws.com/000000000000/${lambda}`;
export const KEYRING = { current: '1', keys: { '1': 'a key of sixty-four characters for the simulated house, none other' } };

export const environment: Readonly<Record<string, string>> = {
  TABLE_NAME,
  BUS_NAME,
  ATTEND_QUEUE_URL: queueUrlOf('attend-customer'),
  ROUTINE_QUEUE_URL: queueUrlOf('routine'),
  FAN_OUT_QUEUE_URL: queueUrlOf('eta-changed'),
  KEYRING_ARN: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Keyring-1',
  PAGE_ORIGIN,
  NOTICES_CONFIGURATION_SET: 'notices',
  UPDATES_CONFIGURATION_SET: 'updates',
  METRICS_NAMESPACE: 'Forthright',
};
