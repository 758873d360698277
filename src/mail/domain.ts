import { ipAddress, type IpAddress } from './ipAddress.ts';

declare const branded: unique symbol;

/**
 * A domain as mail servers compare it: A-labels, lower case, no blanks, no wildcard, no trailing dot. Made from a text by
 * `asDomain`, and by what reads domains with `domainPattern`.
 */
export type Domain = string & { readonly [branded]: true };

/** Why a text is no domain. */
export type DomainFault =
  | 'empty'
  | 'address'
  | 'url'
  | 'port'
  | 'path'
  | 'blank'
  | 'separator'
  | 'leading-dot'
  | 'empty-label'
  | 'label-length'
  | 'label-characters'
  | 'length'
  | 'numeric';

/** `acme.com` (`none`) and `*.acme.com` (`subdomains`): what Salesforce documents. */
interface PlainPattern {
  readonly kind: 'domain';
  /** A-labels, lower case, no blanks, no trailing dot. */
  readonly pattern: string;
  readonly wildcard: 'none' | 'subdomains';
  /** Without its `*.`. */
  readonly base: Domain;
}

/** A bare `*` (`all`), or one in any other place (`elsewhere`): not documented. */
interface OddPattern {
  readonly kind: 'domain';
  readonly pattern: string;
  readonly wildcard: 'all' | 'elsewhere';
  /** Without a `*.` in front; empty for a bare `*`. */
  readonly base: string;
}

/** An entry of a domain list, understood as far as it can be. */
export type DomainPattern =
  | PlainPattern
  | OddPattern
  | { readonly kind: 'ip'; readonly ip: IpAddress }
  | {
      readonly kind: 'invalid';
      readonly fault: DomainFault;
      /** The domains that plainly stand in it: `acme.com` in `user@acme.com`. */
      readonly meant: readonly string[];
    };

/** Reads one entry. Blanks around it do not matter. */
export function domainPattern(entry: string): DomainPattern {
  const text = entry.trim();
  if (text === '') return invalid('empty');
  const ip = ipAddress(toAscii(text) ?? text);
  if (ip) return { kind: 'ip', ip };
  return plainDomain(text) ?? faulty(text);
}

/** The domain that a text is, however it is written; undefined if it is none, or more than one by a `*`. */
export function asDomain(text: string): Domain | undefined {
  const pattern = domainPattern(text);
  return pattern.kind === 'domain' && pattern.wildcard === 'none' ? pattern.base : undefined;
}

/** RFC 1123 §2.1 and RFC 1035 §2.3.4: labels of 1 to 63 letters, digits and hyphens (not at the ends), 253 in all. */
export function hostNameFault(name: string): DomainFault | undefined {
  if (name.startsWith('.')) return 'leading-dot';
  const labels = name.split('.');
  if (labels.some((label) => label === '')) return 'empty-label';
  if (labels.some((label) => label.length > 63)) return 'label-length';
  if (!labels.every((label) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(label))) return 'label-characters';
  if (name.length > 253) return 'length';
  // RFC 3696 §2: the top-level label is not all-numeric, so this is a mistyped IP address at best.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'numeric';
  return undefined;
}

/** `label.domain`. */
export const subdomain = (label: string, domain: Domain): Domain => `${label}.${domain}` as Domain;

/** A domain of the program itself, such as an example. @throws Error where the text is none */
export function knownDomain(text: string): Domain {
  const domain = asDomain(text);
  if (domain === undefined) throw new Error(`${text} is not a domain`);
  return domain;
}

/** `b.c.d`, `c.d` and `d` of `a.b.c.d`. */
export function parentDomains(domain: Domain): readonly Domain[] {
  const labels = domain.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.') as Domain);
}

/** The A-label form of a name, lower case; undefined if there is none. UTS #46 as browsers and Node apply it. */
function toAscii(name: string): string | undefined {
  if (!/[^\0-\x7f]/.test(name)) return name.toLowerCase();
  // The URL parser would read these as something other than a part of the host.
  if (name.length > 1000 || /[\s%/:@?#[\]\\<>^|]/.test(name)) return undefined;
  const wildcards = name.startsWith('*.') ? '*.' : '';
  try {
    return wildcards + new URL(`http://${name.slice(wildcards.length)}`).hostname;
  } catch {
    return undefined;
  }
}

function plainDomain(text: string): DomainPattern | undefined {
  const ascii = toAscii(text)?.replace(/(?<=[^.])\.$/, '');
  if (ascii === undefined) return undefined;
  if (ascii === '*') return { kind: 'domain', pattern: ascii, wildcard: 'all', base: '' };
  const base = ascii.startsWith('*.') ? ascii.slice(2) : ascii;
  // A star stands for at least one letter here, so that the rest of the name can be judged.
  if (hostNameFault(base.replaceAll('*', 'x')) !== undefined) return undefined;
  if (base.includes('*')) return { kind: 'domain', pattern: ascii, wildcard: 'elsewhere', base };
  return { kind: 'domain', pattern: ascii, wildcard: base === ascii ? 'none' : 'subdomains', base: base as Domain };
}

/** Far longer than any name; bounds the work on hostile input. */
const LONGEST = 1000;

function faulty(text: string): DomainPattern {
  if (/[;,\s]/.test(text)) {
    const parts = text.split(/[;,\s]+/).filter((part) => part !== '');
    const meant = parts.map((part) => domainPattern(part));
    const plain = meant.flatMap((part) => (part.kind === 'domain' && part.base.includes('.') ? [part.pattern] : []));
    // `exa mple.com` may be one domain or two: only parts that all look like domains are plain to see.
    const all = plain.length === parts.length && parts.length > 1;
    return invalid(/[;,]/.test(text) ? 'separator' : 'blank', all ? plain : []);
  }
  if (text.length > LONGEST) return invalid('length');
  const stripped = strip(text);
  const inner = stripped.rest === text ? undefined : domainPattern(stripped.rest);
  if (inner?.kind === 'ip') return inner;
  const meant = inner?.kind === 'domain' && inner.wildcard !== 'all' ? [inner.pattern] : [];
  const fault = stripped.fault ?? hostNameFault(toAscii(text) ?? text) ?? 'label-characters';
  return invalid(fault, meant);
}

/** Takes off what people paste around a domain, and says what it was. */
function strip(text: string): { readonly fault: DomainFault | undefined; readonly rest: string } {
  const bare = text.replace(/^<(.*)>$/, '$1').replace(/^["'](.*)["']$/, '$1');
  const scheme = /^(mailto:|[a-z][a-z0-9+.-]*:\/\/)/i.exec(bare)?.[0];
  const afterScheme = bare.slice(scheme?.length ?? 0);
  const [host = ''] = afterScheme.split(/[/?#]/);
  const at = host.lastIndexOf('@');
  const rest = host.slice(at + 1).replace(/:\d*$/, '');
  let fault: DomainFault | undefined;
  if (at >= 0 || scheme?.toLowerCase() === 'mailto:') fault = 'address';
  else if (scheme !== undefined) fault = 'url';
  else if (host !== afterScheme) fault = 'path';
  else if (rest !== host) fault = 'port';
  return { fault, rest };
}

const invalid = (fault: DomainFault, meant: readonly string[] = []): DomainPattern => ({
  kind: 'invalid',
  fault,
  meant,
});
