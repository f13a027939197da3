import { customerOfRefund, customersOfAddress, loadClosedLines, loadCustomer, loadRecord } from '../../functions/adapters/customers';
import { loadEta } from '../../functions/adapters/etas';
import { goodwillSpent } from '../../functions/adapters/goodwill-budget';
import { loadOrder } from '../../functions/adapters/orders';
import { readPace } from '../../functions/adapters/pacing/pace-row';
import { loadBackInStock } from '../../functions/adapters/stock';
import type { Table } from '../../functions/adapters/table';
import { loadTestMail } from '../../functions/adapters/test-mails';
import type { RowKind } from '../../functions/core/schema';

/** What the product reads of each kind of row, where only the rows of one version's corpus are in the table. */
export const loads: Readonly<Record<RowKind, (table: Table) => Promise<unknown>>> = {
  profile: async (table) => (await loadCustomer(table, 'ada')).customer?.profile,
  line: async (table) => (await loadCustomer(table, 'ada')).customer?.lines,
  'stock alert': async (table) => (await loadCustomer(table, 'ada')).customer?.alerts,
  'closed line': (table) => loadClosedLines(table, 'ada'),
  record: (table) => loadRecord(table, 'ada'),
  order: (table) => loadOrder(table, 'o1'),
  refund: (table) => customerOfRefund(table, '00ab91f1229dce15f3f008ba'),
  address: (table) => customersOfAddress(table, 'ada@example.com'),
  ETA: (table) => loadEta(table, { supplierOrder: 'PO-1' }),
  stock: (table) => loadBackInStock(table, 'MUG'),
  goodwill: (table) => goodwillSpent(table, '2026-12', 'USD'),
  pace: async (table) => (await readPace(table)).pace,
  'test mail': (table) => loadTestMail(table, 'try-1'),
};
