import type { Outcome } from '../../src/mail/outcome.ts';
import type { ReasonCode } from '../../src/mail/reasonCode.ts';
import { type Check, type Difference, DIFFERENCES } from './differences.mts';
import type { Ours } from './ours.mts';
import { type Finger, LEVELS, type OpenSsl, type Tools } from './tools.mts';

/** One question put to us and to another program. */
export interface Answer {
  readonly check: Check | 'trust' | 'fault';
  readonly ours: string;
  readonly theirs: string;
  readonly verdict: 'same' | 'allowed' | 'differs';
  readonly difference: Difference | undefined;
  /** All that the other program said. */
  readonly text: string;
}

export interface Compared {
  readonly probe: Ours;
  readonly answers: readonly Answer[];
}

export interface Said {
  readonly finger: Readonly<Record<(typeof LEVELS)[number], Finger>>;
  readonly openssl: OpenSsl;
}

/** All programs, one after the other, as many servers want it. */
export async function ask({ finger, openssl }: Tools, { asked }: Ours): Promise<Said> {
  return {
    finger: {
      may: await finger(asked, 'may'),
      encrypt: await finger(asked, 'encrypt'),
      secure: await finger(asked, 'secure'),
    },
    openssl: await openssl(asked),
  };
}

export function compare(probe: Ours, { finger, openssl }: Said): Compared {
  return {
    probe,
    answers: [
      ...LEVELS.map((level) => outcomeAnswer(probe, level, probe.outcomes[level], finger[level])),
      outcomeAnswer(probe, 'openssl', probe.outcomes.secure, openssl),
      ...trustAnswer(probe, finger.encrypt),
      ...faultAnswer(probe, openssl),
    ],
  };
}

function outcomeAnswer(
  { domain }: Ours,
  check: Check,
  outcomes: readonly Outcome[],
  said: { readonly outcome: Outcome; readonly text: string },
): Answer {
  const ours = outcomes.join(' or ');
  const difference = DIFFERENCES.find((one) => one.domains.includes(domain) && one.theirs[check] === said.outcome);
  const same = ours === said.outcome;
  return {
    check,
    ours,
    theirs: said.outcome,
    verdict: same ? 'same' : difference ? 'allowed' : 'differs',
    difference: same ? undefined : difference,
    text: said.text,
  };
}

/** Below `secure`, Postfix says whether it trusts the chain without looking at names. */
function trustAnswer({ trusted }: Ours, { trust, text }: Finger): readonly Answer[] {
  if (trusted === undefined || trust === undefined) return [];
  const ours = trusted ? 'Trusted' : 'Untrusted';
  const same = ours === trust;
  return [{ check: 'trust', ours, theirs: trust, verdict: same ? 'same' : 'differs', difference: undefined, text }];
}

/** X509_V_ERR_* of OpenSSL's x509_vfy.h, and which of our reasons mean the same. */
const FAULTS: Readonly<Record<number, readonly ReasonCode[]>> = {
  9: ['certificate-not-yet-valid'],
  10: ['certificate-expired'],
  18: ['certificate-self-signed'],
  19: ['certificate-not-trusted'],
  // "unable to get local issuer certificate": of the leaf or of what stands above it.
  20: ['certificate-not-trusted', 'certificate-chain-incomplete'],
  26: ['validation-failure'],
  62: ['certificate-host-mismatch', 'domain-name-only'],
};

/** OpenSSL names the first fault; it must be among ours. */
function faultAnswer({ reasons }: Ours, { fault, text }: OpenSsl): readonly Answer[] {
  if (!fault) return [];
  const same = FAULTS[fault.code]?.some((code) => reasons.includes(code)) ?? false;
  const answer = { check: 'fault', ours: reasons.join(', '), theirs: fault.text, difference: undefined, text } as const;
  return [{ ...answer, verdict: same ? 'same' : 'differs' }];
}
