import { AwsError } from '../service';
import type { CheckedMail } from './message';

/** Whom mails may come from, and by which configuration sets. */
export class Senders {
  private readonly identities = new Set<string>();
  private readonly configurationSets = new Set<string>();

  /** A verified domain or address. */
  defineIdentity(identity: string): void {
    this.identities.add(identity.toLowerCase());
  }

  defineConfigurationSet(name: string): void {
    this.configurationSets.add(name);
  }

  /** The answer of ListEmailIdentities. */
  describe(): unknown {
    const shown = (IdentityName: string) => ({ IdentityName, IdentityType: IdentityName.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN', SendingEnabled: true, VerificationStatus: 'SUCCESS' });
    return { EmailIdentities: [...this.identities].map(shown) };
  }

  /** Throws AwsError for a sender that nobody verified, or a set that is not there. */
  check({ fromAddress, configurationSet }: CheckedMail): void {
    const address = fromAddress.toLowerCase();
    const domain = address.slice(address.indexOf('@') + 1);
    if (!this.identities.has(address) && !this.identities.has(domain)) {
      throw new AwsError('MessageRejected', `Email address is not verified. The following identities failed the check in region US-EAST-1: ${fromAddress}`);
    }
    if (configurationSet !== undefined && !this.configurationSets.has(configurationSet)) {
      throw new AwsError('NotFoundException', `Configuration set <${configurationSet}> does not exist.`, 404);
    }
  }
}
