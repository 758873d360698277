import type { OutcomesBySetting } from '../mail/outcome.ts';
import type { TlsSetting } from '../mail/tlsSetting.ts';

/** What a preflight has found of a domain, or of a relay's host on a port, as far as rules need it. */
export interface KnownPreflight {
  /** As an A-label in lower case; a relay's host may be an address. */
  readonly domain: string;
  readonly relayPort?: number;
  readonly outcomes: OutcomesBySetting;
  /** Why mail ends so under a setting: a sentence. */
  readonly why: (setting: TlsSetting) => string;
  /** When it was seen, in words that stay true: `2026-11-23 14:05 UTC`. */
  readonly seen: string;
}
