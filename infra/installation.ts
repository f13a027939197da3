import { isStage, stages, type Stage } from '../functions/core/stage';

/** One deployment of Forthright among those that an account and region may hold: a shop's, at a stage. */
export interface Installation {
  /** merchant.json, `shop`. */
  shop: string | undefined;
  stage: Stage;
}

/** A stage that there is not. The message says which there are. */
export class UnknownStageError extends Error {
  constructor(found: unknown) {
    super(`stage ${JSON.stringify(found)}: expected ${stages.slice(0, -1).join(', ')} or ${stages.at(-1) ?? ''}`);
    this.name = 'UnknownStageError';
  }
}

/** The stage of that name; without one `prod`, whose data survives any mistake. Throws UnknownStageError. */
export function stageNamed(name: unknown): Stage {
  if (name === undefined) return 'prod';
  if (!isStage(name)) throw new UnknownStageError(name);
  return name;
}

/*
 * Every fixed name ends in what tells its installation from the others of the account. The one without an id, at `prod`, has
 * nothing to be told from. An id has no hyphen and is no stage, so no two installations come to the same name.
 */

/** `ForthrightData`, `ForthrightService-lamps`, `ForthrightService-lamps-dev`. What CloudFormation names itself begins with it. */
export const stackNameOf = (installation: Installation, part: 'Data' | 'Service'): string => `Forthright${part}${endOf(installation)}`;

/** Of the bus that the store speaks to, and of its archive: `forthright`, `forthright-lamps`, `forthright-lamps-dev`. */
export const busNameOf = (installation: Installation): string => `forthright${endOf(installation)}`;

const endOf = ({ shop, stage }: Installation): string => [shop, stage === 'prod' ? undefined : stage].map((part) => (part === undefined ? '' : `-${part}`)).join('');
