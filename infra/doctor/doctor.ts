import type { Merchant } from '../../functions/core/merchant';
import { faultInWords } from '../terminal/faults';
import { examineAccount } from './account';
import type { Command } from './command';
import type { Connection } from './connection';
import { examineCost } from './cost';
import { findDeployment } from './deployment';
import { examineDmarc } from './dmarc';
import { examineDestination, examineRules } from './events';
import { fail, type Finding, linesOf } from './finding';
import { examineDeadLetters } from './letters';
import { domainsOf, examineSenders } from './senders';
import { type Patience, tryMails } from './test-mail';

/**
 * Looks at everything that has to be right before customers can be told, and says each finding. True when nothing fails.
 * Throws NotDeployedError, and what the SDK throws where nobody can be asked.
 */
export async function examine(command: Extract<Command, { verb: 'examine' }>, merchant: Merchant, connection: Connection, say: (line: string) => void, patience?: Patience): Promise<boolean> {
  const { ses, bridge, sqs, dynamodb, resolveTxt } = connection;
  const { deployment, findings } = await findDeployment(connection.cloudFormation, { shop: merchant.shop, stage: command.stage });
  const { notices, updates } = deployment.configurationSets;
  const looks: [what: string, look: () => Promise<Finding[]>][] = [
    ['The SES account', () => examineAccount(ses, command.volume)],
    ['The senders', () => examineSenders(ses, merchant.senders)],
    ['DMARC', () => Promise.all(resolveTxt === undefined ? [] : domainsOf(merchant.senders).map((domain) => examineDmarc(resolveTxt, domain)))],
    ['What SES tells', () => Promise.all([notices, updates].map((set) => examineDestination(ses, set)))],
    ['The rules', () => examineRules(bridge, deployment)],
    ['The dead letters', () => examineDeadLetters(sqs, deployment.stack)],
    ['The cost', () => examineCost(ses, command.volume)],
    ['A mail', () => (command.sends ? tryMails(ses, dynamodb, merchant, deployment, patience) : Promise.resolve([]))],
  ];
  const found = [...findings];
  for (const finding of findings) linesOf(finding).forEach(say);
  for (const [what, look] of looks) {
    const here = await look().catch((error: unknown) => [unseen(what, error)]);
    found.push(...here);
    for (const finding of here) linesOf(finding).forEach(say);
  }
  const count = (level: Finding['level']): number => found.filter((finding) => finding.level === level).length;
  const failed = count('fail');
  say('');
  say(`${count('ok')} ok, ${count('warn')} warn, ${failed} fail: ${failed === 0 ? 'ready to tell customers' : 'not ready'}`);
  return failed === 0;
}

/** One thing that may not be looked at keeps nobody from looking at the others. */
function unseen(what: string, error: unknown): Finding {
  if (!(error instanceof Error) || !('$metadata' in error)) throw error;
  return fail(`${what} could not be looked at: ${faultInWords(error) ?? error.message}`, 'It is not known whether customers are told.', 'Ask for the permission that AWS names, and look again.');
}
