import type { ResolveTxt } from './connection';
import { type Finding, fail, ok, warn } from './finding';

/** No such name, and no such record of it: the answers that say that there is none. */
const NONE = new Set(['ENOTFOUND', 'ENODATA']);

/** Whether the domain says what becomes of mails that are not its own (RFC 7489, section 6.6.3). */
export async function examineDmarc(resolveTxt: ResolveTxt, domain: string): Promise<Finding> {
  const remedy = `Put a TXT record into the DNS, for a start: _dmarc.${domain} "v=DMARC1; p=none"`;
  for (const name of namesFor(domain)) {
    let texts: string[][];
    try {
      texts = await resolveTxt(name);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
      if (NONE.has(code)) continue;
      return warn(`DMARC of ${domain} could not be looked up: ${code}`, 'Without it mailbox providers refuse more of your mails.', `Look it up yourself: dig TXT ${name}`);
    }
    const records = texts.map((parts) => parts.join('')).filter((text) => /^v=DMARC1\s*(;|$)/.test(text));
    if (records.length > 1) return fail(`${name} has ${records.length} DMARC records`, 'With more than one, none counts.', 'Leave one of them in the DNS.');
    const [record] = records;
    if (record === undefined) continue;
    if (/;\s*p\s*=\s*(none|quarantine|reject)\s*(;|$)/i.test(record)) return ok(`DMARC of ${domain}: ${record}`);
    return fail(`The DMARC record of ${name} has no policy: ${record}`, 'A record without p= counts as none.', remedy);
  }
  return fail(`${domain} has no DMARC record`, 'Gmail, Yahoo and others ask for one of whoever sends much, and else refuse or hide mails: customers do not see them.', remedy);
}

/** The domain's own, then those of the domains above it: which of these is the organization's only lists know. */
function namesFor(domain: string): string[] {
  const labels = domain.split('.');
  return Array.from({ length: Math.max(1, labels.length - 1) }, (_none, index) => `_dmarc.${labels.slice(index).join('.')}`);
}
