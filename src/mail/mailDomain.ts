import { asDomain, type Domain } from './domain.ts';

/**
 * The domain of `user@domain`, `<user@domain>`, `@domain` or `domain`; undefined if there is none.
 * RFC 5321 §4.1.2: the local part may hold an `@` in quotes, so the last one counts.
 */
export function mailDomain(text: string): Domain | undefined {
  const bare = text.trim().replace(/^.{0,1000}<([^<>]{1,1000})>$/s, '$1');
  const domain = asDomain(bare.slice(bare.lastIndexOf('@') + 1));
  return domain?.includes('.') === true ? domain : undefined;
}
