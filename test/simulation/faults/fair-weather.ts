import type { Call, Fate, MailBecomes, Weather } from './weather';

/** A process that dies right before or right after the effect of that number, counted from 1. */
export interface Crash {
  effect: number;
  applied: boolean;
}

export interface FairSettings {
  crashes?: readonly Crash[];
  /** No event of SES ever comes, so that of what died around a mail nothing is heard. */
  isSilent?: boolean;
  /** Whether effects count now. */
  isCounted?: () => boolean;
  /** How often each event and message arrives, always at once. */
  copies?: number;
}

const FINE: Fate = { kind: 'fine' };

/** Nothing goes wrong but what is planned, and everything takes as long as usual. */
export class FairWeather implements Weather {
  /** Effects so far that were counted. */
  effects = 0;

  constructor(private readonly settings: FairSettings = {}) {}

  latencyMs(): number {
    return 8;
  }

  fateOf({ isEffect }: Call): Fate {
    if (!isEffect || this.settings.isCounted?.() === false) return FINE;
    this.effects += 1;
    const crash = this.settings.crashes?.find(({ effect }) => effect === this.effects);
    return crash === undefined ? FINE : { kind: 'dies', applied: crash.applied };
  }

  lagMs(): number {
    return 0;
  }

  deliveries(of: 'event' | 'message'): number[] {
    return Array.from({ length: this.settings.copies ?? 1 }, () => (of === 'event' ? 200 : 30));
  }

  keepsHandled(): boolean {
    return false;
  }

  refusesEntry(): boolean {
    return false;
  }

  batchSize(): number {
    return 10;
  }

  pollMs(): number {
    return 0;
  }

  mailBecomes(): MailBecomes {
    return 'delivered';
  }

  losesMailEvent(): boolean {
    return this.settings.isSilent === true;
  }

  minutes(): number {
    return 1;
  }

  stillArrives(): boolean {
    return false;
  }
}
