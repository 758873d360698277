import type { SecureContext } from 'node:tls';
import { type Resolver, systemResolver } from './dns.ts';
import { nameServer, serverResolver } from './dnsServer.ts';
import { dohResolver } from './doh.ts';

/**
 * The resolver that the user named: `system`, `host:port`, or an `https:` URL.
 *
 * @param ms for one question, with all tries
 * @param context decides whether the certificate of a DNS-over-HTTPS server is trusted
 * @throws RangeError for anything else
 */
export function resolverFor(text: string, ms: number, context: SecureContext): Resolver {
  if (text === 'system') return systemResolver(ms);
  return text.includes('://') ? dohResolver(text, ms, context) : serverResolver(nameServer(text), ms);
}
