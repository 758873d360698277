import type { Outcome } from '../../../src/mail/outcome.ts';
import type { TlsSetting } from '../../../src/mail/tlsSetting.ts';
import type { DaneStatus } from '../../../src/preflight/promises.ts';
import type { CertificateName } from './pki.mts';

/** One mail server, alone at its address, and what has to come of mail to its domain. */
export interface Setup {
  /** Also the first label of the domain. */
  readonly name: string;
  readonly server: Server;
  /** The certificates that the server shows to everybody; none: it has no TLS. */
  readonly certificates: readonly CertificateName[];
  /** The certificate for who asks for the host by its name (SNI). */
  readonly sniCertificate?: CertificateName;
  /** MX hosts of the domain, all at this address. Default 1. */
  readonly hosts?: number;
  /** TLSA records of the MX host, and where they are. */
  readonly dane?: Dane;
  /** Two sessions use up the limit of the server before anybody is asked. */
  readonly usedUp?: boolean;
  readonly expected: Expected;
}

export type Server =
  | {
      readonly program: 'postfix';
      /** Parameters of its smtpd. */
      readonly smtpd?: Parameters;
      /** Parameters of a postscreen before it. */
      readonly postscreen?: Parameters;
    }
  | {
      readonly program: 'exim';
      /** Lines of the main section. */
      readonly main?: readonly string[];
      /** Lines of the ACLs. */
      readonly acl?: readonly string[];
    }
  | {
      readonly program: 'sendmail';
      /** Lines of the m4 configuration. */
      readonly mc?: readonly string[];
      /** Lines of the access database. */
      readonly access?: readonly string[];
    }
  | { readonly program: 'rblsmtpd'; readonly arguments: readonly string[] };

type Parameters = Readonly<Record<string, string>>;

/** RFC 6698 §2.1, with the certificate that it is about. */
export interface Tlsa {
  readonly usage: 1 | 2 | 3;
  readonly selector: 0 | 1;
  readonly matchingType: 0 | 1 | 2;
  readonly of: 'leaf' | 'intermediate' | 'expired-intermediate' | 'root' | 'nobody';
  /** Default: what the matching type demands. */
  readonly bytes?: number;
}

export interface Dane {
  readonly records: readonly Tlsa[];
  /** `unsigned`: the zone has no signatures. `bogus`: the signatures of the records do not validate. */
  readonly zone?: 'signed' | 'unsigned' | 'bogus';
  /** The name of the MX host is an alias, and the records are at the name that it leads to. */
  readonly alias?: boolean;
}

export interface Expected {
  readonly seen: Seen;
  /** Each must be among the reasons of the result. Of several in a group, one must be. */
  readonly reasons?: readonly (string | readonly string[])[];
  /** Default: nothing is promised. */
  readonly dane?: DaneStatus | readonly DaneStatus[];
}

/** The rows of the outcome table. */
export type Seen =
  'verified' | 'doubtful' | 'unverified' | 'none' | 'deferred' | 'unknown' | 'client-certificate' | 'sni-certificate';

type Row = Readonly<Record<TlsSetting, readonly Outcome[]>>;

const row = (
  Off: Outcome,
  Preferred: readonly Outcome[],
  Required: readonly Outcome[],
  PreferredVerify: readonly Outcome[],
  RequiredVerify: readonly Outcome[],
): Row => ({ Off: [Off], Preferred, Required, PreferredVerify, RequiredVerify });

/** Written down here and not computed, so that the engine's own table is checked too. Sorted. */
export const OUTCOMES: Readonly<Record<Seen, Row>> = {
  verified: row('clear', ['tls'], ['tls'], ['tls'], ['tls']),
  doubtful: row('clear', ['tls'], ['tls'], ['bounce', 'clear', 'tls'], ['bounce', 'tls']),
  unverified: row('clear', ['tls'], ['tls'], ['bounce', 'clear'], ['bounce']),
  none: row('clear', ['clear'], ['bounce'], ['clear'], ['bounce']),
  deferred: row('clear', ['clear', 'unknown'], ['bounce', 'unknown'], ['clear', 'unknown'], ['bounce', 'unknown']),
  unknown: row('unknown', ['unknown'], ['unknown'], ['unknown'], ['unknown']),
  'client-certificate': row('clear', ['unknown'], ['unknown'], ['unknown'], ['unknown']),
  'sni-certificate': row('clear', ['tls'], ['tls'], ['bounce', 'clear', 'tls'], ['bounce', 'tls']),
};

export const isUnsigned = ({ dane }: Setup): boolean => dane?.zone === 'unsigned';
export const domainOf = (setup: Setup): string => `${setup.name}.${isUnsigned(setup) ? 'plain' : 'real'}.test`;
/** The first label is `mx`, or `mx1`, `mx2` and so on where there are several. */
export function hostsOf(setup: Setup): readonly string[] {
  const count = setup.hosts ?? 1;
  return Array.from({ length: count }, (_, index) => `mx${count > 1 ? index + 1 : ''}.${domainOf(setup)}`);
}
export const firstHostOf = (setup: Setup): string => hostsOf(setup)[0] ?? domainOf(setup);
