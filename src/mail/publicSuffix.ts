import { parse } from 'tldts';

/**
 * Whether the name is a whole public suffix such as `com` or `co.uk`, by the ICANN part of publicsuffix.org's list.
 * The private part (`github.io`) is left out: there a single owner runs the domain's mail.
 */
export function isPublicSuffix(name: string): boolean {
  const { publicSuffix, isIcann } = parse(name, { validateHostname: false, allowPrivateDomains: false });
  return isIcann === true && publicSuffix === name;
}

/**
 * The part of a host name that somebody has registered: `acme.co.uk` of `mx1.acme.co.uk`. By both parts of the list: what
 * a provider gives to its customers is theirs. Undefined for a suffix itself.
 */
export function registeredDomain(name: string): string | undefined {
  return parse(name, { validateHostname: false, allowPrivateDomains: true }).domain ?? undefined;
}
