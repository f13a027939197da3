const SECOND = 1000;
const DAY = 86_400_000;
/** Eleven years of one zone; more days than that come only from instants that nobody means. */
const DAYS_KEPT = 4000;

/** A zone's offsets, by UTC day; `changes` where the clocks are put forward or back on that day. */
interface Zone {
  format: Intl.DateTimeFormat;
  days: Map<number, number | 'changes'>;
}

const zones = new Map<string, Zone>();

/**
 * How many milliseconds the clocks of `zone` (IANA name) are ahead of UTC at `at` (epoch milliseconds); negative where
 * they are behind. Throws a RangeError for a zone that does not exist.
 *
 * Kept for each zone and day, since one answer of Intl takes as long as all else that is decided about a line.
 */
export function zoneOffset(zone: string, at: number): number {
  const known = zones.get(zone) ?? open(zone);
  const day = Math.floor(at / DAY);
  const kept = known.days.get(day) ?? look(known, day);
  return kept === 'changes' ? ask(known.format, at) : kept;
}

function open(name: string): Zone {
  const zone: Zone = { format: new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' }), days: new Map() };
  zones.set(name, zone);
  return zone;
}

function look({ format, days }: Zone, day: number): number | 'changes' {
  if (days.size >= DAYS_KEPT) days.clear();
  const offset = ask(format, day * DAY);
  const found = ask(format, (day + 1) * DAY) === offset ? offset : 'changes';
  days.set(day, found);
  return found;
}

/** Intl names an offset as `GMT`, `GMT-05:00` or, for the local times of long ago, `GMT-04:56:02`. */
function ask(format: Intl.DateTimeFormat, at: number): number {
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes, seconds] = /^GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(name) ?? [];
  const ahead = (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * SECOND;
  return sign === '-' ? -ahead : ahead;
}
