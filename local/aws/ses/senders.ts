import { AwsError } from '../service';
import type { CheckedMail } from './message';

/** Whom mails may come from, and by which configuration sets. */
export class Senders {
  /** As they were verified, by the same in small letters. */
  private readonly identities = new Map<string, string>();
  private readonly configurationSets = new Set<string>();

  /** A verified domain or address. */
  defineIdentity(identity: string): void {
    this.identities.set(identity.toLowerCase(), identity);
  }

  defineConfigurationSet(name: string): void {
    this.configurationSets.add(name);
  }

  /** What an address is verified by: itself where somebody verified it, else its domain. */
  identityOf(fromAddress: string): string {
    return this.identities.get(fromAddress.toLowerCase()) ?? fromAddress.slice(fromAddress.indexOf('@') + 1).toLowerCase();
  }

  /** The answer of ListEmailIdentities. */
  describe(): unknown {
    const shown = (IdentityName: string) => ({ IdentityName, IdentityType: IdentityName.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN', SendingEnabled: true, VerificationStatus: 'SUCCESS' });
    return { EmailIdentities: [...this.identities.keys()].map(shown) };
  }

  /** Throws AwsError for a sender that nobody verified, or a set that is not there. */
  check({ fromAddress, configurationSet }: CheckedMail): void {
    if (!this.identities.has(this.identityOf(fromAddress).toLowerCase())) {
      throw new AwsError('MessageRejected', `Email address is not verified. The following identities failed the check in region US-EAST-1: ${fromAddress}`);
    }
    if (configurationSet !== undefined && !this.configurationSets.has(configurationSet)) {
      throw new AwsError('NotFoundException', `Configuration set <${configurationSet}> does not exist.`, 404);
    }
  }
}
