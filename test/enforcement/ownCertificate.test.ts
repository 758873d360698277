import { beforeAll, describe, expect, it } from 'vitest';
import { type ModeName, modeOf } from '../../src/enforcement/server/modes.ts';
import { fitted } from '../../src/enforcement/server/ownCertificate.ts';
import { createPki, type LeafRequest, type Pki } from '../../src/lab/pki.ts';
import { type TrustStore, trustStore } from '../../src/preflight/probe/tls/trust.ts';

const PLACE = { host: 'mx.check.test', domain: 'check.test' };

describe('a certificate that the user brings', () => {
  let pki: Pki;
  let trust: TrustStore;
  beforeAll(async () => {
    pki = await createPki();
    trust = trustStore([pki.ca]);
  });

  const OK = { names: [PLACE.host] };
  it.each<[string, LeafRequest, readonly ModeName[]]>([
    ['good', OK, ['good', 'incomplete-chain']],
    ['good for a few days more', { ...OK, toDays: 3 }, ['good', 'incomplete-chain']],
    ['a wildcard', { names: ['*.check.test'] }, ['good', 'incomplete-chain']],
    ['expired', { ...OK, fromDays: -90, toDays: -1 }, ['expired']],
    ['for another host', { names: ['mx.other.test'] }, ['wrong-name']],
    ['expired, and for another host', { names: ['mx.other.test'], fromDays: -90, toDays: -1 }, []],
    // Salesforce's documents can be read either way, so it proves nothing.
    ['for the mail domain only', { names: [PLACE.domain] }, []],
    ['self-signed', { ...OK, issuer: 'self' }, []],
    ['of an unknown authority', { ...OK, issuer: 'other' }, []],
    ['without its intermediate', { ...OK, sends: 'leaf' }, []],
  ])('%s: does for %j', async (_what, request, does) => {
    const own = await pki.issue(request);
    for (const name of ['good', 'expired', 'wrong-name', 'incomplete-chain'] as const) {
      const shown = fitted(own, modeOf(name), PLACE, Date.now(), trust);
      if (does.includes(name)) await expect(shown).resolves.toMatchObject({ key: own.key });
      else await expect(shown).rejects.toThrow(`the certificate does not do for ${name} on mx.check.test: `);
    }
  });

  it('loses its intermediate only where that is the point', async () => {
    const own = await pki.issue(OK);
    const count = ({ certificate }: { certificate: string }): number => certificate.match(/BEGIN/g)?.length ?? 0;
    expect(count(await fitted(own, modeOf('good'), PLACE, Date.now(), trust))).toBe(2);
    expect(count(await fitted(own, modeOf('incomplete-chain'), PLACE, Date.now(), trust))).toBe(1);
  });
});
