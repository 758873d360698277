import { parse } from 'tldts';

/**
 * Whether the name is a whole public suffix such as `com` or `co.uk`, by the ICANN part of publicsuffix.org's list.
 * The private part (`github.io`) is left out: there a single owner runs the domain's mail.
 */
export function isPublicSuffix(name: string): boolean {
  const { publicSuffix, isIcann } = parse(name, { validateHostname: false, allowPrivateDomains: false });
  return isIcann === true && publicSuffix === name;
}
