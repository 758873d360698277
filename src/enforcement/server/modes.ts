import type { ModeFacts } from '../session.ts';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import type { PersonalityName } from '../../lab/personalities.ts';

/*
 * How the check's server may behave. Certificates and TLS versions are those of the lab's personalities; the rest of a
 * personality is not used, since a public server has stricter duties than one on loopback.
 */

export const MODE_NAMES = [
  'good',
  'no-starttls',
  'starttls-refused',
  'handshake-fails',
  'tls-1.1',
  'self-signed',
  'expired',
  'wrong-name',
  'incomplete-chain',
  'unknown-ca',
] as const;
export type ModeName = (typeof MODE_NAMES)[number];

export interface Mode extends ModeFacts {
  readonly name: ModeName;
  /** Whose certificate and TLS versions. */
  readonly personality: PersonalityName;
  /** What becomes of STARTTLS. */
  readonly starttls: 'absent' | 'refused' | 'alert' | 'handshake';
  /** The fault that a certificate of one's own must have, and no other; absent where one cannot be used. */
  readonly ownFault?: ReasonCode | 'none';
}

const TABLE: Readonly<Record<ModeName, Omit<Mode, 'name'>>> = {
  good: {
    about: 'offers TLS with a certificate that verifies',
    serves: 'verified',
    personality: 'good',
    starttls: 'handshake',
    ownFault: 'none',
  },
  'no-starttls': {
    about: 'does not offer STARTTLS',
    serves: 'none',
    personality: 'no-starttls',
    starttls: 'absent',
  },
  'starttls-refused': {
    about: 'offers STARTTLS and answers it with 454',
    serves: 'none',
    personality: 'starttls-454',
    starttls: 'refused',
  },
  'handshake-fails': {
    about: 'offers STARTTLS and breaks the handshake off',
    serves: 'none',
    personality: 'handshake-alert',
    starttls: 'alert',
  },
  'tls-1.1': {
    about: 'offers TLS 1.1 and older only',
    serves: 'none',
    personality: 'old-tls',
    starttls: 'handshake',
  },
  'self-signed': {
    about: 'offers TLS with a self-signed certificate',
    serves: 'unverified',
    personality: 'self-signed',
    starttls: 'handshake',
  },
  expired: {
    about: 'offers TLS with an expired certificate',
    serves: 'unverified',
    personality: 'expired',
    starttls: 'handshake',
    ownFault: 'certificate-expired',
  },
  'wrong-name': {
    about: 'offers TLS with a certificate for another host',
    serves: 'unverified',
    personality: 'wrong-name',
    starttls: 'handshake',
    ownFault: 'certificate-host-mismatch',
  },
  'incomplete-chain': {
    about: 'offers TLS without the intermediate certificate',
    serves: 'unverified',
    personality: 'missing-intermediate',
    starttls: 'handshake',
    ownFault: 'certificate-chain-incomplete',
  },
  'unknown-ca': {
    about: 'offers TLS with a certificate of an authority that nobody trusts',
    serves: 'unverified',
    personality: 'other-ca',
    starttls: 'handshake',
  },
};

export const modeOf = (name: ModeName): Mode => ({ name, ...TABLE[name] });
