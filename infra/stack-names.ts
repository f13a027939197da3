/** The stage that customers are served from: its stacks are called by their bare names. */
export const PRODUCTION = 'prod';

/** What the stacks of a stage are called in CloudFormation. */
export function stackNames(stage: string): { data: string; service: string } {
  const end = stage === PRODUCTION ? '' : `-${stage}`;
  return { data: `ForthrightData${end}`, service: `ForthrightService${end}` };
}
