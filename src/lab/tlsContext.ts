import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

/** A server's context; without the ciphers where the platform does not understand them (BoringSSL and `@SECLEVEL`). */
export function serverContext(options: SecureContextOptions): SecureContext {
  try {
    return createSecureContext(options);
  } catch (error) {
    if (options.ciphers === undefined) throw error;
    const rest = { ...options };
    delete rest.ciphers;
    return createSecureContext(rest);
  }
}
