import type { AlertView } from '../../functions/core/alert-view';

/*
 * One state of a stock alert's page each, as read on `readAt` of the sample notices in New York.
 */

const kettle: AlertView = {
  intent: 'view',
  state: 'waiting',
  sku: 'KETTLE-ENAMEL-SEA',
  name: 'Enamel kettle, sea green',
  imageUrl: 'https://ternandtide.example/kettle.jpg',
  productUrl: 'https://ternandtide.example/kettle',
  requestedAt: '2026-11-09T18:30:00.000Z',
  timeZone: 'America/New_York',
};
const told = { ...kettle, state: 'told', toldAt: '2026-11-23T14:40:00.000Z' } as const;
const stopped = { ...kettle, state: 'stopped', stoppedAt: '2026-11-24T15:11:00.000Z' } as const;

export const sampleAlerts = {
  'waiting': kettle,
  'leave': { ...kettle, intent: 'leave' },
  'told': told,
  'told-leave': { ...told, intent: 'leave' },
  'stopped': { ...stopped, intent: 'leave', outcome: 'alert-stopped' },
  'stopped-before': stopped,
  'asked-again': { ...kettle, requestedAt: '2026-11-24T15:12:00.000Z', toldAt: told.toldAt, outcome: 'alert-asked' },
} as const satisfies Record<string, AlertView>;
