import { setTimeout as elapsed } from 'node:timers/promises';
import { now } from '../clock';
import type { Table } from '../table';
import { askAccount, openAccounts } from './account';
import { Pacer } from './pacer';

/** The pacer of this worker: slots on the one clock, waits on the machine's. */
export function openPacer(table: Table): Pacer {
  const accounts = openAccounts();
  return new Pacer({
    table,
    askAccount: () => askAccount(accounts),
    time: {
      now: () => Date.parse(now()),
      wait: async (ms) => {
        await elapsed(ms);
      },
    },
  });
}
