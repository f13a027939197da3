/*
 * What an installation is for. `prod` tells real customers, and whatever it knows outlives its stacks; `test` and `dev` leave
 * nothing behind.
 */

export const stages = ['prod', 'test', 'dev'] as const;
export type Stage = (typeof stages)[number];

export const isStage = (name: unknown): name is Stage => stages.some((stage) => stage === name);
