import type { PersonalityName } from '../personalities.ts';
import type { ZoneLine } from '../zone.ts';
import type { PolicyName } from '../mtaSts.ts';
import type { Seen } from '../expected.ts';
import type { ReasonCode } from '../../mail/reasonCode.ts';

/** One MX of a domain and the server behind it. The same host may stand here again, with another address. */
export interface MxSpec {
  readonly preference: number;
  readonly host: string;
  readonly personality: PersonalityName;
  /**
   * Which addresses the lab gives it; default `v4`. `none`: none, or those that `lines` say.
   * `literal`: the host is itself an IPv4 address.
   */
  readonly address?: 'v4' | 'v6' | 'both' | 'none' | 'literal';
  /** The host is a CNAME for this name, which has the address. */
  readonly alias?: string;
}

/** What the TLSA record of each MX host means, or what is wrong with it. */
type TlsaKind =
  | 'end-entity'
  | 'authority'
  /** The trusted root as a whole, which no server sends. */
  | 'unsent-root'
  /** A certificate that issued nothing. */
  | 'stray'
  | 'mismatch'
  /** A digest that is too short. */
  | 'short';

export type DaneSeen = 'none' | 'valid' | 'insecure' | 'mismatch' | 'unusable' | 'unknown';

/** What a preflight makes of the domain's promises. */
export interface Promised {
  /** `none`: the policy says so. `absent`: there is no policy. `ignored`: announced in a way that counts as absent. */
  readonly mtaSts: 'none' | 'absent' | 'ignored' | 'enforce' | 'testing' | 'broken' | 'unknown';
  readonly tlsRpt: 'absent' | 'valid' | 'invalid';
  readonly dane: DaneSeen;
}

/** A domain of the lab, as the tables have it. Everything is data: what it is, and what a preflight must find. */
export interface DomainSpec {
  readonly name: string;
  readonly about: string;
  readonly mx: readonly MxSpec[];
  /** No MX record: the one host of `mx` is the domain itself (RFC 5321 §5.1). */
  readonly implicit?: boolean;
  /** Further records, and what is wrong with the name server's answers. */
  readonly lines?: readonly ZoneLine[];
  readonly policy?: PolicyName;
  /** TXT records of `_mta-sts`; default one good record if there is a policy. */
  readonly stsTxt?: readonly (readonly string[])[];
  readonly tlsRptTxt?: readonly (readonly string[])[];
  readonly tlsa?: TlsaKind;
  /** The record stands at the name that the host is an alias of, and a wrong one at the host. */
  readonly tlsaAtAlias?: boolean;
  /** MX, address and TLSA answers are DNSSEC-secure. */
  readonly secure?: boolean;
  readonly seen: readonly Seen[];
  readonly reasons: readonly ReasonCode[];
  readonly promised?: Partial<Promised>;
}

/** An email relay: probed on ports of its own, and found by MX first, then by address. */
export interface RelaySpec {
  readonly name: string;
  readonly about: string;
  readonly personality: PersonalityName;
  readonly seen: readonly Seen[];
  readonly reasons: readonly ReasonCode[];
}
