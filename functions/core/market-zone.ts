/**
 * The time zone of a market (ISO country), where all of it keeps the same time; undefined for countries that span several,
 * such as the United States, and for those that nobody knows.
 */
export function zoneOfMarket(market: string): string | undefined {
  if (!known.has(market)) known.set(market, onlyZoneOf(market));
  return known.get(market);
}

const known = new Map<string, string | undefined>();
/** Winter and summer: zones that agree on both keep the same time all year. */
const WITNESSES = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];

function onlyZoneOf(market: string): string | undefined {
  const zones = timeZonesOf(market);
  const [first] = zones;
  return new Set(zones.map(clockOf)).size === 1 ? first : undefined;
}

function timeZonesOf(market: string): readonly string[] {
  try {
    const locale: Intl.Locale & { timeZones?: string[]; getTimeZones?: () => string[] | undefined } = new Intl.Locale('und', { region: market });
    return locale.getTimeZones?.() ?? locale.timeZones ?? [];
  } catch {
    return [];
  }
}

function clockOf(timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return WITNESSES.map((at) => format.format(at)).join();
}
