import type { Domain } from '../mail/domain.ts';
import type { SeenTarget } from '../mail/outcomeReason.ts';

/** What a preflight has found of a domain, or of a relay's host on a port, as far as rules need it. */
export interface KnownPreflight extends SeenTarget {
  /** As an A-label in lower case; a relay's host may be an address. */
  readonly domain: string;
  /** The same where it is a domain that mail is sent to; undefined for a relay, and for an address. */
  readonly recipient: Domain | undefined;
  /** When it was seen, in words that stay true: `2026-11-23 14:05 UTC`. */
  readonly seen: string;
}
