import { perSetting, TLS_SETTINGS, type TlsSetting } from './tlsSetting.ts';

/** What becomes of a message: sent with TLS, sent unencrypted, not delivered, or not known. */
export type Outcome = 'tls' | 'clear' | 'bounce' | 'unknown';

/** What a sending server finds, as far as a TLS setting is concerned. */
export type ServerTls = 'none' | 'unverified' | 'verified';

/**
 * What was seen of an MX host. Beside the plain cases: `doubtful`, where Salesforce's documents can be read either way
 * (only the mail domain is named, or only by the common name); `deferred`, where it offers STARTTLS and puts it off;
 * `asks-certificate`, where it wants a certificate of the sender for TLS; `refuses`, where no mail is taken; and
 * `unknown`.
 */
export type ServerSeen = ServerTls | 'doubtful' | 'deferred' | 'asks-certificate' | 'refuses' | 'unknown';

/** Whom mail is sent to: the mail servers of a domain, or an email relay. */
export type MailTarget = 'domain' | 'relay';

/** Sorted outcomes for each setting: one is sure, several depend on the host that answers or on the reading. */
export type OutcomesBySetting = Readonly<Record<TlsSetting, readonly Outcome[]>>;

/**
 * What each setting does. Sources: Salesforce Help "Set Up TLS", the EmailRelay object reference.
 * Help says that `PreferredVerify` sends unencrypted where the certificate does not verify; the EmailRelay reference
 * says that the message is not delivered. Both stand here.
 */
const TABLE: Readonly<Record<TlsSetting, Readonly<Record<ServerTls, readonly Outcome[]>>>> = {
  Off: { none: ['clear'], unverified: ['clear'], verified: ['clear'] },
  Preferred: { none: ['clear'], unverified: ['tls'], verified: ['tls'] },
  Required: { none: ['bounce'], unverified: ['tls'], verified: ['tls'] },
  PreferredVerify: { none: ['clear'], unverified: ['bounce', 'clear'], verified: ['tls'] },
  RequiredVerify: { none: ['bounce'], unverified: ['bounce'], verified: ['tls'] },
};

/** The outcomes that are possible, sorted; more than one where the documents disagree. */
export function outcomes(setting: TlsSetting, server: ServerTls, target: MailTarget = 'domain'): readonly Outcome[] {
  // KB 000388924: a relay's connection under Required may drop for its certificate. Help says that mail is sent with TLS.
  if (target === 'relay' && setting === 'Required' && server === 'unverified') return ['bounce', 'tls'];
  return TABLE[setting][server];
}

/** Whether mail gets TLS cannot be told before it is sent. Off never asks for TLS, so there it does not matter. */
const withoutTls = (setting: TlsSetting): readonly Outcome[] => outcomes(setting, 'none');

export const OUTCOME_SETTINGS: readonly TlsSetting[] = TLS_SETTINGS;

/**
 * The same for everything that can be seen of an MX host. What is not known stays `unknown` under every setting, but
 * for Off, where TLS was all that was in doubt.
 */
export function outcomesOfSeen(
  setting: TlsSetting,
  seen: ServerSeen,
  target: MailTarget = 'domain',
): readonly Outcome[] {
  switch (seen) {
    case 'unknown':
      return ['unknown'];
    case 'refuses':
      return ['bounce'];
    case 'deferred':
      return setting === 'Off' ? withoutTls(setting) : union([withoutTls(setting), ['unknown']]);
    case 'asks-certificate':
      return setting === 'Off' ? withoutTls(setting) : ['unknown'];
    case 'doubtful':
      return union([outcomes(setting, 'unverified', target), outcomes(setting, 'verified', target)]);
    case 'none':
    case 'unverified':
    case 'verified':
      return outcomes(setting, seen, target);
  }
}

/**
 * What happens to mail, from what was seen of each MX host (and each of their addresses): the set of what may happen
 * at any of them.
 *
 * A host that takes no mail at all, such as one without an address, is passed over while there is another
 * (RFC 5321 §5.1). Nothing seen is nothing known.
 */
export function domainOutcomes(seen: readonly ServerSeen[], target: MailTarget = 'domain'): OutcomesBySetting {
  const usable = seen.filter((one) => one !== 'refuses');
  const counted: readonly ServerSeen[] = usable.length > 0 ? usable : seen.length > 0 ? ['refuses'] : ['unknown'];
  return perSetting((setting) => union(counted.map((one) => outcomesOfSeen(setting, one, target))));
}

/** Adds outcomes that hold beside the ones seen, whatever the setting. */
export const withOutcome = (known: OutcomesBySetting, outcome: Outcome): OutcomesBySetting =>
  perSetting((setting) => union([known[setting], [outcome]]));

const union = (sets: readonly (readonly Outcome[])[]): readonly Outcome[] => [...new Set(sets.flat())].sort();
