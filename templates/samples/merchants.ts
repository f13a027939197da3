import { parseMerchant } from '../../functions/core/merchant';

/** A small shop of our own making, and one whose colour is too light for words, with a logo and help pages. */
export const ternAndTide = parseMerchant({
  brand: { name: 'Tern & Tide', url: 'https://ternandtide.example', colours: { accent: '#1f4e5f', onAccent: '#ffffff' } },
  senders: { notices: 'orders@ternandtide.example', updates: 'updates@ternandtide.example', replyTo: 'help@ternandtide.example' },
  postalAddress: ['Tern & Tide Ltd', '14 Harbour Row', 'Portland, ME 04101', 'USA'],
  support: { email: 'help@ternandtide.example', phone: '+1 207 555 0142' },
  timeZone: 'America/New_York',
  market: 'US',
});

export const lemonLane = parseMerchant({
  brand: {
    name: 'Lemon Lane',
    url: 'https://lemonlane.example',
    logoUrl: 'https://lemonlane.example/logo.png',
    colours: { accent: '#ffd84a', onAccent: '#1c2124' },
  },
  senders: { notices: 'orders@lemonlane.example', updates: 'updates@lemonlane.example' },
  postalAddress: ['Lemon Lane GmbH', 'Obere Gasse 3', '20095 Hamburg', 'Germany'],
  support: { email: 'hello@lemonlane.example', url: 'https://lemonlane.example/help' },
  timeZone: 'Europe/Berlin',
  market: 'DE',
});
