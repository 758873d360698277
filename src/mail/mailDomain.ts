import { domainPattern } from './domain.ts';

/**
 * The domain of `user@domain`, `<user@domain>`, `@domain` or `domain`, in its usual form; undefined if there is none.
 * RFC 5321 §4.1.2: the local part may hold an `@` in quotes, so the last one counts.
 */
export function mailDomain(text: string): string | undefined {
  const bare = text.trim().replace(/^.{0,1000}<([^<>]{1,1000})>$/s, '$1');
  const pattern = domainPattern(bare.slice(bare.lastIndexOf('@') + 1));
  return pattern.kind === 'domain' && pattern.wildcard === 'none' && pattern.base.includes('.')
    ? pattern.base
    : undefined;
}
