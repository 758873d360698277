import type { AddressProbe, DomainPreflight, MxResult } from '../../result.ts';
import { type Html, NOTHING } from '../../../output/html.ts';

/** What an editor's view of the page has that a file has not: ways to act, and names that outlive an update. */
export interface PageExtras {
  /** Below the title. */
  readonly header: Html;
  /** Beside the title of a domain's section. */
  readonly domain: (domain: DomainPreflight) => Html;
  /** Above what was said in a dialogue. */
  readonly dialogue: (domain: DomainPreflight, mx: MxResult, probe: AddressProbe) => Html;
  /** Behind the reason why an entry has no result. */
  readonly notProbed: (entry: string) => Html;
  /** An attribute that names an element for as long as what it is about is on the page; begins with a blank. */
  readonly key: (...parts: readonly string[]) => Html;
}

export const NO_EXTRAS: PageExtras = {
  header: NOTHING,
  domain: () => NOTHING,
  dialogue: () => NOTHING,
  notProbed: () => NOTHING,
  key: () => NOTHING,
};
