import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPki } from '../../src/lab/pki.ts';
import { preflight } from '../../src/preflight/probe/run.ts';

const pki = await createPki();
const issued = await pki.issue({ names: ['mx.test'] });
/** TLS 1.0 to 1.3, as many real servers still offer. */
const everyVersion = createSecureContext({
  cert: issued.certificate,
  key: issued.key,
  minVersion: 'TLSv1',
  ciphers: 'DEFAULT:@SECLEVEL=0',
});
const onlyOld = createSecureContext({
  cert: issued.certificate,
  key: issued.key,
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.1',
  ciphers: 'DEFAULT:@SECLEVEL=0',
});

interface Behaviour {
  /** Resets the connection instead of a handshake. */
  readonly resets: (connection: number) => boolean;
  /** Closes on the first command after the handshake. */
  readonly hangsUp: (connection: number) => boolean;
  readonly versions: typeof everyVersion;
}

/** What Required makes of mail to a server that behaves like that, and why. */
async function underRequired({ resets, hangsUp, versions }: Behaviour) {
  let connections = 0;
  const server = createServer((socket) => {
    const number = ++connections;
    socket.on('error', () => undefined);
    socket.write('220 mx.test ESMTP\r\n');
    socket.on('data', (data) => {
      const line = String(data);
      if (line.startsWith('EHLO')) socket.write('250-mx.test\r\n250 STARTTLS\r\n');
      else if (!line.startsWith('STARTTLS')) socket.end('221 bye\r\n');
      else {
        socket.removeAllListeners('data');
        socket.write('220 go\r\n');
        if (resets(number)) socket.once('data', () => socket.resetAndDestroy());
        else secure(socket, versions, hangsUp(number));
      }
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const report = await preflight([{ kind: 'relay', host: '192.0.2.1', port: 25 }], {
    route: () => ({ host: '127.0.0.1', port }),
    controlDomains: [],
    promises: false,
    ca: [pki.ca],
    ehloName: 'here.test',
  });
  const [domain] = report.domains;
  return { outcome: domain?.outcomes.Required, reasons: domain?.reasons };
}

function secure(socket: Socket, secureContext: typeof everyVersion, hangsUp: boolean): void {
  const secured = new TLSSocket(socket, { isServer: true, secureContext });
  secured.on('error', () => undefined);
  secured.on('data', (data) => {
    if (hangsUp) secured.destroy();
    else secured.write(String(data).startsWith('EHLO') ? '250 mx.test\r\n' : '221 bye\r\n');
  });
}

const never = (): boolean => false;
const always = (): boolean => true;
const first = (connection: number): boolean => connection === 1;

describe('one lost connection is no statement about TLS', () => {
  it.each([
    [
      'a reset once, TLS of every version',
      { resets: first, hangsUp: never, versions: everyVersion },
      // A relay, and the certificate is for another host.
      'bounce tls',
      'certificate-host-mismatch',
    ],
    [
      'a hang-up once after TLS 1.3',
      { resets: never, hangsUp: first, versions: everyVersion },
      'unknown',
      'connection-lost',
    ],
    ['a reset each time', { resets: always, hangsUp: never, versions: everyVersion }, 'unknown', 'connection-lost'],
    [
      'nothing wrong',
      { resets: never, hangsUp: never, versions: everyVersion },
      'bounce tls',
      'certificate-host-mismatch',
    ],
    ['TLS 1.1 and older alone', { resets: never, hangsUp: never, versions: onlyOld }, 'bounce', 'protocol-too-old'],
  ])('%s', async (_, behaviour, outcome, reason) => {
    const seen = await underRequired(behaviour);
    expect(seen.outcome?.join(' ')).toBe(outcome);
    expect(seen.reasons).toContain(reason);
    expect(seen.reasons).not.toContain('large-client-hello');
  });
});
