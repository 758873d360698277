import { TLS_SETTINGS, type TlsSetting } from './setting.ts';

/** What becomes of a message: sent with TLS, sent in clear, not delivered, or not known. */
export type Outcome = 'tls' | 'clear' | 'bounce' | 'unknown';

/** What a sending server finds, as far as a TLS setting is concerned. */
export type ServerTls = 'none' | 'unverified' | 'verified';

/**
 * What each setting does. Sources: Salesforce Help "Set Up TLS", the EmailRelay object reference.
 * Help says that `PreferredVerify` sends in clear where the certificate does not verify; the EmailRelay reference
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
export function outcomes(setting: TlsSetting, server: ServerTls): readonly Outcome[] {
  return TABLE[setting][server];
}

export const OUTCOME_SETTINGS: readonly TlsSetting[] = TLS_SETTINGS;
