import type { OrderedLine } from './plan';

/** The form of the page that cancels some units of a line, filled in: at most `units`, as many as can be chosen. Undefined where it has none. */
export function cancelSomeForm(html: string, { orderId, lineId }: OrderedLine, units: number): { action: string; body: string } | undefined {
  for (const [, action = '', inner = ''] of html.matchAll(/<form\b[^>]*\baction="([^"]+)" class="some">(.*?)<\/form>/gs)) {
    const fields = [...inner.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']): [string, string] => [name, value]);
    if (!fields.some(([name, value]) => name === 'line' && value === `${orderId}/${lineId}`)) continue;
    const counts = [...inner.matchAll(/<option value="(\d+)">/g)].map(([, count]) => Number(count));
    const chosen = Math.max(...counts.filter((count) => count <= units));
    return { action, body: new URLSearchParams([...fields, ['quantity', String(chosen)]]).toString() };
  }
  return undefined;
}
