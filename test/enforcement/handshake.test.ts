import { describe, expect, it } from 'vitest';
import { enforcementJson } from '../../src/enforcement/report/json.ts';
import { testClient } from '../lab/client.ts';
import { testRun, type TestRun } from './support.ts';

/** TLS clients of several kinds against the real server: what a session says of the handshake, and what it does not. */

const OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;

async function mailWith(run: TestRun, tls: object): Promise<void> {
  const client = testClient(run.to);
  await client.read(/^220 /);
  await client.command('EHLO a.example');
  await client.command('STARTTLS');
  await client.startTls(tls);
  for (const line of ['EHLO a.example', 'MAIL FROM:<x@a.example>', `RCPT TO:<${run.address}>`, 'DATA', 'x\r\n.'])
    expect(await client.command(line)).toMatch(/^(?:250|354)/m);
  await client.command('QUIT');
  client.close();
}

describe('a sender that uses TLS 1.1', () => {
  it.each(['Required', 'RequiredVerify'] as const)('does not refute %s', async (expected) => {
    const run = await testRun('tls-1.1', { expect: expected });
    await mailWith(run, OLD);
    const [event] = await run.ended(1);
    expect(event).toMatchObject({
      session: { starttls: 'done', tls: { protocol: 'TLSv1.1' } },
      verdict: { kind: 'mail', outcome: 'tls', fits: [], contradicts: [], oldTls: true },
    });
    const line = event ? enforcementJson(event, 'check.test') : '';
    expect((JSON.parse(line) as { sentence: string }).sentence).toBe(
      'Mail for test address 1 arrived with TLSv1.1 (3 bytes). Its sender does not require TLS 1.2 or newer. ' +
        'TLS was used, so this rules out no TLS setting.',
    );
    expect(await run.end('done')).toMatchObject([{ setting: expected, level: 'open', why: 'old-tls' }]);
  });
});

describe('a handshake that fails', () => {
  const newTls = { minVersion: 'TLSv1.2' } as const;
  const hello = Buffer.from([0x16, 3, 1, 0, 1, 1]);

  it.each([
    ['tls-1.1', 'a client of TLS 1.2 and newer', 'version', 'withheld', newTls],
    ['self-signed', 'a client of TLS 1.1 and older', 'version', 'nothing', OLD],
    ['handshake-fails', 'a client that begins TLS', 'broken-off', 'withheld', newTls],
    ['handshake-fails', 'bytes that are not TLS', 'other', 'nothing', Buffer.from('QUIT\r\n')],
    ['handshake-fails', 'the type of a TLS record', 'broken-off', 'withheld', hello],
    ['self-signed', 'bytes that are not TLS', 'other', 'nothing', Buffer.from('QUIT\r\n'.repeat(9))],
    ['tls-1.1', 'bytes that are not TLS', 'other', 'nothing', Buffer.from('QUIT\r\n'.repeat(9))],
  ] as const)('%s, %s: %s, %s', async (mode, _what, failure, kind, tls) => {
    const run = await testRun(mode);
    const client = testClient(run.to);
    await client.read(/^220 /);
    await client.command('EHLO a.example');
    await client.command('STARTTLS');
    if (Buffer.isBuffer(tls)) client.say(tls.toString('latin1'));
    else await client.startTls(tls).catch(() => undefined);
    client.close();
    const [event] = await run.ended(1);
    expect(event).toMatchObject({ verdict: { kind, contradicts: [] } });
    expect(event?.session.failure).toBe(failure);
  });
});
