import { AwsError } from '../service';
import type { CheckedMail } from './message';

/** A verified domain or address. */
export interface Identity {
  /** As it was verified; in small letters it is the same. */
  name: string;
  /** Whether its mails are signed with DKIM. */
  isSigned: boolean;
  /** Where bounces go, below the domain itself; undefined for SES's own. */
  mailFromDomain: string | undefined;
}

/** Where a configuration set tells of its mails: on the account's default bus. */
export interface EventDestination {
  name: string;
  /** SEND, DELIVERY, BOUNCE, ... */
  types: readonly string[];
}

/** Whom mails may come from, and by which configuration sets. */
export class Senders {
  private readonly known = new Map<string, Identity>();
  private readonly configurationSets = new Map<string, EventDestination[]>();

  /** Unless told otherwise a domain is set up as it should be, and an address has what an address can have. */
  defineIdentity(identity: string, over: Partial<Omit<Identity, 'name'>> = {}): void {
    const isDomain = !identity.includes('@');
    this.known.set(identity.toLowerCase(), { name: identity, isSigned: isDomain, mailFromDomain: isDomain ? `mail.${identity.toLowerCase()}` : undefined, ...over });
  }

  defineConfigurationSet(name: string): void {
    this.configurationSets.set(name, []);
  }

  /** What an address is verified by: itself where somebody verified it, else its domain. */
  identityOf(fromAddress: string): string {
    return this.known.get(fromAddress.toLowerCase())?.name ?? fromAddress.slice(fromAddress.indexOf('@') + 1).toLowerCase();
  }

  /** Of a set that is defined already. Throws AwsError for another. */
  defineEventDestination(configurationSet: string, destination: EventDestination): void {
    this.destinationsOf(configurationSet).push(destination);
  }

  identities(): Identity[] {
    return [...this.known.values()];
  }

  /** Throws AwsError for a set that is not there. */
  destinationsOf(configurationSet: string): EventDestination[] {
    const destinations = this.configurationSets.get(configurationSet);
    if (destinations === undefined) throw new AwsError('NotFoundException', `Configuration set <${configurationSet}> does not exist.`, 404);
    return destinations;
  }

  /** Throws AwsError for a sender that nobody verified, or a set that is not there. */
  check({ fromAddress, configurationSet }: CheckedMail): void {
    if (!this.known.has(this.identityOf(fromAddress).toLowerCase())) {
      throw new AwsError('MessageRejected', `Email address is not verified. The following identities failed the check in region US-EAST-1: ${fromAddress}`);
    }
    if (configurationSet !== undefined) this.destinationsOf(configurationSet);
  }
}
