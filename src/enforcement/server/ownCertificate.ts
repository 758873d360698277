import { createServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { judgeChain, judgeName } from '../../preflight/probe/tls/certificate.ts';
import { leafOf } from '../../preflight/probe/tls/peer.ts';
import { helloFor, openConnection } from '../../preflight/probe/connection.ts';
import { transcript } from '../../preflight/probe/untrustedText.ts';
import { type TrustStore, trustStore } from '../../preflight/probe/tls/trust.ts';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import { reasonSentence } from '../../mail/reasonWords.ts';
import type { Issued } from '../../lab/pki.ts';
import { listen } from '../../lab/sockets.ts';
import type { Mode } from './modes.ts';

/*
 * A certificate that the user brings. Whether it verifies decides what a session proves, so it is looked at with the
 * preflight's own eyes, in a handshake of this machine with itself, before anybody else can connect.
 */

export interface Place {
  readonly host: string;
  readonly domain: string;
}

/**
 * What the server shows of the certificate in this mode.
 *
 * @throws RangeError saying why it does not do for the mode
 */
export async function fitted(
  own: Issued,
  mode: Mode,
  place: Place,
  now: number,
  trust: TrustStore = trustStore(),
): Promise<Issued> {
  // What is left out must be all that is missing.
  if (mode.name === 'incomplete-chain') await expectFaults([], own, mode, place, now, trust);
  const shown = mode.name === 'incomplete-chain' ? leafOnly(own) : own;
  const fault = mode.ownFault;
  await expectFaults(fault === undefined || fault === 'none' ? [] : [fault], shown, mode, place, now, trust);
  return shown;
}

async function expectFaults(
  expected: readonly ReasonCode[],
  shown: Issued,
  mode: Mode,
  place: Place,
  now: number,
  trust: TrustStore,
): Promise<void> {
  const faults = await faultsOf(shown, place, now, trust);
  if (faults.join() === expected.join()) return;
  const found = faults.length === 0 ? 'It verifies.' : faults.map((fault) => reasonSentence(fault, 'domain')).join(' ');
  throw new RangeError(`the certificate does not do for ${mode.name} on ${place.host}: ${found}`);
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function leafOnly({ certificate, key }: Issued): Issued {
  return { certificate: certificate.match(CERTIFICATE)?.[0] ?? certificate, key };
}

const HANDSHAKE_MS = 10_000;

/** @throws RangeError if there is no certificate with its key in it */
async function faultsOf({ certificate: cert, key }: Issued, { host, domain }: Place, now: number, trust: TrustStore) {
  const secureContext = contextOf(cert, key);
  const server = createServer((socket) => {
    new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => socket.destroy());
  });
  const listener = await listen(server);
  try {
    const opened = await openConnection(listener, HANDSHAKE_MS, new AbortController().signal, transcript());
    if (opened.kind !== 'connected') throw new RangeError('the certificate could not be tried');
    const shaken = await opened.connection.secure(helloFor(host, trust.context), HANDSHAKE_MS);
    opened.connection.close();
    if (shaken.kind !== 'tls') throw new RangeError('TLS does not work with the certificate and its key');
    const reasons = [
      ...judgeChain(shaken.peer, trust, now).reasons,
      ...judgeName(leafOf(shaken.peer), host, domain).reasons,
    ];
    return reasons.filter((reason): reason is ReasonCode => reason !== 'certificate-expires-soon');
  } finally {
    await listener.close();
  }
}

function contextOf(cert: string, key: string) {
  try {
    return createSecureContext({ cert, key, minVersion: 'TLSv1.2' });
  } catch (error) {
    throw new RangeError(`the certificate and its key cannot be read: ${error instanceof Error ? error.message : ''}`);
  }
}
