const formats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DD, HH` on the clocks of the zone. */
function shown(timeZone: string, at: number): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' });
  formats.set(timeZone, format);
  return format.format(at);
}

export const dayIn = (timeZone: string, at: number): string => shown(timeZone, at).slice(0, 10);
export const hourIn = (timeZone: string, at: number): number => Number(shown(timeZone, at).slice(-2));
