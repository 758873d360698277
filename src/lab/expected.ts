import type { Outcome } from '../mail/outcome.ts';
import { perSetting, type TlsSetting } from '../mail/tlsSetting.ts';

/*
 * What a preflight of the lab must find. Written down a second time on purpose, not taken from tls/ or preflight/:
 * a test whose expectation comes from the code under test proves nothing.
 */

/** A row of the outcome table: what is seen of one MX host, or of a domain without one. */
export type Seen = keyof typeof ROWS;

type Row = Readonly<Record<TlsSetting, readonly Outcome[]>>;

const row = (
  off: string,
  preferred: string,
  required: string,
  preferredVerify: string,
  requiredVerify: string,
): Row => ({
  Off: words(off),
  Preferred: words(preferred),
  Required: words(required),
  PreferredVerify: words(preferredVerify),
  RequiredVerify: words(requiredVerify),
});

const OUTCOMES: readonly Outcome[] = ['bounce', 'clear', 'tls', 'unknown'];
const words = (text: string): readonly Outcome[] => OUTCOMES.filter((outcome) => text.split(' ').includes(outcome));

const ROWS = {
  //                     Off       Preferred  Required   PreferredVerify     RequiredVerify
  verified: row('clear', 'tls', 'tls', 'tls', 'tls'),
  /** The chain verifies, but only the mail domain is named, or the name stands only in the common name. */
  doubtful: row('clear', 'tls', 'tls', 'tls clear bounce', 'tls bounce'),
  unverified: row('clear', 'tls', 'tls', 'clear bounce', 'bounce'),
  'no-tls': row('clear', 'clear', 'bounce', 'clear', 'bounce'),
  /** A relay's: Help and a Knowledge article disagree about Required. */
  'unverified-relay': row('clear', 'tls', 'tls bounce', 'clear bounce', 'bounce'),
  /** 4xx to STARTTLS, twice. */
  deferred: row('clear', 'clear unknown', 'bounce unknown', 'clear unknown', 'bounce unknown'),
  'asks-certificate': row('clear', 'unknown', 'unknown', 'unknown', 'unknown'),
  /** TLS only for those who name the host, or only for those who do not. */
  'tls-by-name': row('clear', 'clear tls', 'bounce tls', 'clear tls', 'bounce tls'),
  'unverified-tls-by-name': row('clear', 'clear tls', 'bounce tls', 'clear bounce', 'bounce'),
  /** A certificate that verifies only for those who name the host. */
  'certificate-by-name': row('clear', 'tls', 'tls', 'tls clear bounce', 'tls bounce'),
  'no-mail': row('bounce', 'bounce', 'bounce', 'bounce', 'bounce'),
  unknown: row('unknown', 'unknown', 'unknown', 'unknown', 'unknown'),
} as const satisfies Record<string, Row>;

/** The outcomes that are possible, sorted, where hosts of all these kinds may get the message. */
export function expectedOutcomes(seen: readonly Seen[]): Row {
  return perSetting((setting) => {
    const possible = seen.flatMap((one) => ROWS[one][setting]);
    return OUTCOMES.filter((outcome) => possible.includes(outcome));
  });
}
