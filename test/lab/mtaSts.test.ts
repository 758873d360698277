import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Resolver } from 'node:dns/promises';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { POLICY_PATH } from '../../src/lab/mtaSts.ts';

let lab: Lab;
let resolver: Resolver;

beforeAll(async () => {
  lab = await startLab({ delays: { policy: 200 } });
  resolver = new Resolver();
  resolver.setServers([lab.resolver]);
});
afterAll(() => lab.close());

interface Fetched {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly location: string | undefined;
  readonly body: string;
  readonly ms: number;
}

const MAX_BYTES = 1_000_000;

/** Fetches a domain's policy through Node's HTTPS client; at most a megabyte. */
async function fetchPolicy(domain: string, path = POLICY_PATH): Promise<Fetched> {
  const name = `mta-sts.${domain}`;
  const [address = ''] = await resolver.resolve4(name);
  const endpoint = lab.route(address, 443);
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const options = { ...endpoint, servername: name, headers: { host: name }, path, ca: lab.ca, agent: false };
    request(options, (response) => {
      let body = '';
      const done = (): void => {
        const { 'content-type': type, location } = response.headers;
        resolve({ status: response.statusCode, type, location, body, ms: performance.now() - start });
      };
      response.on('data', (data: Buffer) => {
        body += data.toString();
        if (body.length > MAX_BYTES) {
          done();
          response.destroy();
        }
      });
      response.on('end', done);
    })
      .on('error', reject)
      .end();
  });
}

describe('policy hosts', () => {
  it('serve a policy as RFC 8461 wants it', async () => {
    expect(await fetchPolicy('sts-enforce.test')).toMatchObject({
      status: 200,
      type: 'text/plain',
      body: 'version: STSv1\r\nmode: enforce\r\nmx: mx.sts-enforce.test\r\nmax_age: 604800\r\n',
    });
  });

  it.each([
    ['sts-testing.test', /^mode: testing\r$/m],
    ['sts-none.test', /^mode: none\r$/m],
    ['sts-wildcard.test', /^mx: \*\.sts-wildcard\.test\r$/m],
    ['sts-other-mx.test', /^mx: mx\.elsewhere\.test\r$/m],
    ['sts-duplicates.test', /mode: enforce\r\n[^]*mode: none/],
    ['sts-syntax.test', /^<!doctype html>/],
    ['sts-bad-mode.test', /^mode: strict\r$/m],
    ['sts-without-mx.test', /^(?![^]*mx:)/],
  ])('%s: %s', async (domain, body) => {
    const fetched = await fetchPolicy(domain);
    expect([fetched.status, fetched.type]).toEqual([200, 'text/plain']);
    expect(fetched.body).toMatch(body);
  });

  it('wrong type, not found, too large, endless', async () => {
    expect(await fetchPolicy('sts-wrong-type.test')).toMatchObject({ status: 200, type: 'text/html' });
    expect(await fetchPolicy('sts-not-found.test')).toMatchObject({ status: 404 });
    expect((await fetchPolicy('sts-too-large.test')).body.length).toBeGreaterThan(64 * 1024);
    expect((await fetchPolicy('sts-endless.test')).body.length).toBeGreaterThan(MAX_BYTES);
  });

  it('a redirect, and behind it a good policy', async () => {
    const { status, location } = await fetchPolicy('sts-redirect.test');
    expect([status, location]).toEqual([301, 'https://mta-sts.sts-redirect.test/policy.txt']);
    expect((await fetchPolicy('sts-redirect.test', '/policy.txt')).body).toMatch(/^version: STSv1/);
  });

  it('slow', async () => {
    const { status, ms } = await fetchPolicy('sts-slow.test');
    expect(status).toBe(200);
    expect(ms).toBeGreaterThan(190);
  });

  it.each([
    ['sts-self-signed.test', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['sts-wrong-name.test', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('%s: %s', async (domain, code) => {
    await expect(fetchPolicy(domain)).rejects.toMatchObject({ code });
  });

  it('says what was asked', async () => {
    await fetchPolicy('sts-enforce.test');
    expect(lab.policyRequests()).toContainEqual({ host: 'mta-sts.sts-enforce.test', path: POLICY_PATH });
  });
});
