import type { FaultBug } from '../planted-bugs';

/*
 * Bugs in how one release takes over from the other: each is harmless until a deployment changes what is stored, and only lives in
 * which one happens can find it.
 */

export const deploymentBugs: readonly FaultBug[] = [
  {
    name: 'a row of before is not brought up to the new shape',
    breaks: 'never twice, never lost',
    file: 'functions/core/schema.ts',
    find: 'return steps.slice(found - 1).reduce((before, upgrade) => upgrade[kind]?.(before) ?? before, shape);',
    replace: 'return shape;',
  },
  {
    name: 'old code takes a newer row for its own',
    breaks: 'never twice, never lost',
    file: 'functions/core/schema.ts',
    find: 'if (found > steps.length + 1) throw new NewerSchemaError(kind, found, steps.length + 1);',
    replace: '',
  },
  {
    name: 'what old code cannot read yet is acknowledged',
    breaks: 'never twice, never lost',
    file: 'functions/adapters/sqs-records.ts',
    find: 'failed.push(record.messageId);',
    replace: "if (!(error instanceof Error && error.name === 'NewerSchemaError')) failed.push(record.messageId);",
  },
];
