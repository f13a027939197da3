import type { FaultBug } from '../planted-bugs';

/*
 * Bugs in how the Lambdas hold together: each is harmless as long as nothing goes wrong, and only the simulation of faults
 * can find it.
 */

export const faultBugs: readonly FaultBug[] = [
  // Never twice, never lost: the mail's way out.
  {
    name: 'a mail in sending is taken over at once',
    breaks: 'never twice, never lost',
    file: 'functions/core/due.ts',
    find: 'SENDING_PATIENCE_SECONDS = 15 * 60',
    replace: 'SENDING_PATIENCE_SECONDS = 0',
  },
  {
    name: 'the SDK tries SendEmail again',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/mail.ts',
    find: 'maxAttempts: 1 }',
    replace: 'maxAttempts: 3 }',
  },
  {
    name: 'the mail goes out before it is committed',
    breaks: 'never twice, never lost',
    file: 'functions/attend-customer/attending.ts',
    find: 'const committed = { isOurs: false };',
    replace: 'const committed = { isOurs: false };\n  await handToSes(mailer, notice, rendered, { customerKey: session.key, attempt });',
  },
  {
    name: 'a lost answer of SES is taken for a refusal',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/mail.ts',
    find: 'if (refusal === undefined) throw error;',
    replace: "if (refusal === undefined) return { outcome: 'refused', refusal: { class: 'throttled', message: '' } };",
  },
  {
    name: 'a mail without a word is sent again and again',
    breaks: 'never twice, never lost',
    file: 'functions/core/sending.ts',
    find: 'isBinding && sending.attempt === 1',
    replace: 'isBinding && sending.attempt <= 2',
  },
  {
    name: 'a first notice without a word counts as told',
    breaks: 'prompt',
    file: 'functions/core/sending.ts',
    find: "'later', 'first', 'reminder']",
    replace: "'later', 'reminder']",
  },
  {
    name: 'a form that cancels some and arrives twice cancels twice',
    breaks: 'money once',
    file: 'functions/customer-page/press.ts',
    find: "return pressed === 'cancel' && unitsIn(seen) !== unitsSeen(lines);",
    replace: 'return false;',
    also: [{ find: 'if (isCancelledInPartAlready(form, lines, inScope)) return', replace: 'if (false as boolean) return' }],
  },
  {
    name: 'a throttled mail counts as sent',
    breaks: 'on the record',
    file: 'functions/adapters/mail.ts',
    find: 'const refusal = refusalOf(error);',
    replace: "if (error instanceof TooManyRequestsException) return { outcome: 'sent', messageId: 'none' };\n    const refusal = refusalOf(error);",
  },

  // Never lost: queues, batches, the bus.
  {
    name: 'what fails is acknowledged',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/sqs-records.ts',
    find: 'failed.push(record.messageId);',
    replace: '',
  },
  {
    name: 'one poison record fails its neighbours',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/sqs-records.ts',
    find: 'batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier }))',
    replace: 'batchItemFailures: failed.length === 0 ? [] : records.map(({ messageId }) => ({ itemIdentifier: messageId }))',
  },
  {
    name: 'an entry that the bus refused counts as taken',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/bus.ts',
    find: 'if (entry?.EventId !== undefined) taken',
    replace: 'if (entry !== undefined) taken',
  },
  {
    name: 'the outbox is emptied whatever the bus has taken',
    breaks: 'never twice, never lost',
    file: 'functions/attend-customer/attending.ts',
    find: 'published(known, taken, merchant, now())',
    replace: 'published(known, outbox.map(({ detail }) => detail.eventId), merchant, now())',
  },
  {
    name: 'events are published before their commit',
    breaks: 'never twice, never lost',
    file: 'functions/attend-customer/attending.ts',
    find: 'return attended;\n  });\n  return attended;',
    replace: 'if (attended !== undefined) await publish(bus, attended.customer.profile.outbox);\n    return attended;\n  });\n  return attended;',
    also: [{ find: 'async function decide({ table, merchant }: Neighbours,', replace: 'async function decide({ table, merchant, bus }: Neighbours,' }],
  },

  // Never lost: commits.
  {
    name: 'a commit minds no version',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/commit.ts',
    find: ', ...unchangedSince(version) };',
    replace: ' };',
  },
  {
    name: 'a write whose answer was lost is taken for somebody else\'s',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/commit.ts',
    find: 'if (isConflict(error)) return (await lastCommitId(table, profile.key)) === commitId;',
    replace: 'if (isConflict(error)) return false;',
  },
  {
    name: 'a conflict counts as written',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/commit.ts',
    find: 'if (isConflict(error)) return (await lastCommitId(table, profile.key)) === commitId;',
    replace: 'if (isConflict(error)) return true;',
  },
  {
    name: 'decided once, committed on whatever is there then',
    breaks: 'never twice, never lost',
    file: 'functions/attend-customer/attending.ts',
    find: 'attended = known === undefined ? undefined : attend(',
    replace: 'attended ??= known === undefined ? undefined : attend(',
  },
  {
    name: 'a notice is not decided on anew at its commit',
    breaks: 'nothing after goodbye',
    file: 'functions/attend-customer/attending.ts',
    find: "committed.isOurs = act?.kind === 'tell' && act.notice.id === notice.id;",
    replace: 'committed.isOurs = act !== undefined;',
  },
  {
    name: 'lines are loaded before the profile',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/customers.ts',
    find: '  const { version, profile, endsAt } = await loadProfile(table, customerKey);\n  if (profile',
    replace: '  const rows = await queryAll(table, customerPk(customerKey), LINE_AND_ALERT_PREFIX, (item) => item);\n  const { version, profile, endsAt } = await loadProfile(table, customerKey);\n  if (profile',
    also: [{ find: 'return { version, customer: undefined, endsAt };\n  const rows = await queryAll(table, customerPk(customerKey), LINE_AND_ALERT_PREFIX, (item) => item);\n', replace: 'return { version, customer: undefined, endsAt };\n' }],
  },
  {
    name: 'lines are read as they may have been some moments ago',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/customers.ts',
    find: '      ConsistentRead: true,\n    },\n  );\n  const found',
    replace: '    },\n  );\n  const found',
  },
  {
    name: 'a closed line is read outside of the change that it is for',
    breaks: 'on the record',
    file: 'functions/order-closed/handler.ts',
    find: '  const customer = await changeCustomer(table, customerKey, async (known) => {\n    // Read after',
    replace: '  const early = await loadClosedLine(table, customerKey, event);\n  const customer = await changeCustomer(table, customerKey, async (known) => {\n    // Read after',
    also: [{ find: 'const closed = await loadClosedLine(table, customerKey, event);\n    // A large', replace: 'const closed = early;\n    // A large' }],
  },

  // Never lost: what comes early, late or twice.
  {
    name: 'an early close is dropped when the order changes meanwhile',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/orders.ts',
    find: 'tells what it means now.\n      if (!isConflict(error)) throw error;',
    replace: "tells what it means now.\n      if (!isConflict(error)) throw error;\n      return 'kept';",
  },
  {
    name: 'a close whose line opens meanwhile is dropped',
    breaks: 'never twice, never lost',
    file: 'functions/order-closed/handler.ts',
    find: "if ((await keepEarlyClose(table, early)) === 'known') await close(early);",
    replace: 'await keepEarlyClose(table, early);',
  },
  {
    name: 'a date reaches only what the index shows at once',
    breaks: 'never twice, never lost',
    file: 'functions/eta-changed/handler.ts',
    find: 'fanOut.sweep === 1 && !isOfOneLine',
    replace: 'fanOut.sweep === 2 && !isOfOneLine',
  },
  {
    name: 'a line that opens does not ask what was reported',
    breaks: 'never twice, never lost',
    file: 'functions/backorder-created/handler.ts',
    find: 'scopesOf(event).map((scope) => loadEta(table, scope))',
    replace: '[]',
  },
  {
    name: 'a report is not kept for what opens later',
    breaks: 'never twice, never lost',
    file: 'functions/eta-changed/handler.ts',
    find: 'await keep(work.report);',
    replace: '',
  },
  {
    name: 'the ids of cancellations are forgotten',
    breaks: 'money once',
    file: 'functions/core/apply/cancel.ts',
    find: 'if (!known || known.appliedIds.includes(event.eventId)) return false;',
    replace: 'if (!known) return false;',
  },
  {
    name: 'the ids of updates are forgotten',
    breaks: 'on the record',
    file: 'functions/core/apply/customer-facts.ts',
    find: 'if (profile.appliedIds.includes(event.eventId)) return false;\n  if (isErased(profile)',
    replace: 'if (isErased(profile)',
  },

  // Money once.
  {
    name: 'money is asked for while the hold lasts',
    breaks: 'money once',
    file: 'functions/core/refunds.ts',
    find: "one.state === 'held' && one.holdUntil <= now",
    replace: "one.state === 'held'",
  },
  {
    name: 'cancellations of different lines share a refund id',
    breaks: 'money once',
    file: 'functions/core/apply/cancel.ts',
    find: "refundId: idOf('refund', line.orderId, line.lineId, id),",
    replace: "refundId: idOf('refund', String(line.cancellations.length + 1)),",
  },
  {
    name: 'money is asked for again under another id',
    breaks: 'money once',
    file: 'functions/core/refunds.ts',
    find: 'refundId: one.refundId,\n      cancellationId',
    replace: 'refundId: `${one.refundId}${sequence}`,\n      cancellationId',
  },

  // Feedback.
  {
    name: 'an event about another mail settles the one in sending',
    breaks: 'on the record',
    file: 'functions/core/apply/mail-reported.ts',
    find: 'mail?.noticeId === report.noticeId && mail.attempt === report.attempt',
    replace: 'mail !== undefined',
  },
  {
    name: 'an update of which nothing is heard holds up every other mail',
    breaks: 'prompt',
    file: 'functions/core/sending.ts',
    find: 'draft.putProfile({ weeklyRetryAt, unheard: sending });',
    replace: 'draft.putProfile({ retryAt: weeklyRetryAt, unheard: sending });',
  },
  {
    name: 'a report that meets another write counts as written',
    breaks: 'on the record',
    file: 'functions/adapters/commit.ts',
    find: 'if (!(error instanceof ConditionalCheckFailedException)) throw error;',
    replace: 'if (!isConflict(error)) throw error;',
  },

  // Erasure and stock.
  {
    name: 'erasing forgets the rows beside the profile',
    breaks: 'forgotten',
    file: 'functions/order-closed/erasing.ts',
    find: '    await eraseRows(table, customerKey, keys);\n',
    replace: '',
  },
  {
    name: 'an order from before the erasure brings its customer back',
    breaks: 'forgotten',
    file: 'functions/core/apply/open-line.ts',
    find: 'if (!isOfErased) draft.putProfile(',
    replace: 'draft.putProfile(',
  },
  {
    name: 'an address from before the erasure is taken in after it',
    breaks: 'forgotten',
    file: 'functions/core/apply/customer-facts.ts',
    find: 'if (isErased(profile)) return false;\n  if (sentAt !== undefined && (isBeforeErasure(profile, sentAt) || isLongBefore',
    replace: 'if (sentAt !== undefined && (isLongBefore',
  },
  {
    name: 'the words of a mail that was on its way when its customer was erased are kept',
    breaks: 'forgotten',
    file: 'functions/core/erasure.ts',
    find: "words: '',\n    wordsHash: keyed(sending.wordsHash, keyring),\n    telling: sending.telling,\n    alerts: sending.alerts,\n    erased: true as const,",
    replace: 'words: sending.words,\n    wordsHash: keyed(sending.wordsHash, keyring),\n    telling: sending.telling,\n    alerts: sending.alerts,',
  },
  {
    name: 'a report of stock that meets another write counts as kept',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/stock.ts',
    find: 'if (!(error instanceof ConditionalCheckFailedException)) throw error;',
    replace: "if (!(error instanceof ConditionalCheckFailedException || (error instanceof Error && error.name === 'TransactionConflictException'))) throw error;",
  },
  {
    name: 'who was told of stock is told again',
    breaks: 'never twice, never lost',
    file: 'functions/core/apply/stock-alert.ts',
    find: "state: 'told', back: undefined, told",
    replace: 'back: undefined, told',
  },
];
