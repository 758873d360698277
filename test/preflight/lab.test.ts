import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lab, LabDomain } from '../../src/lab/lab.ts';
import { startLab } from '../../src/lab/lab.ts';
import { DOMAINS } from '../../src/lab/catalogue/index.ts';
import type { PreflightOptions, PreflightProgress } from '../../src/preflight/probe/options.ts';
import { countedProbes } from '../../src/preflight/seen.ts';
import type { AddressProbe, DomainPreflight, DomainPromises, PreflightReport } from '../../src/preflight/result.ts';
import { preflight, type PreflightTarget } from '../../src/preflight/probe/run.ts';
import { OUTCOME_SETTINGS } from '../../src/mail/outcome.ts';

/** Short, and yet long enough for a busy machine: only servers that stall on purpose take them up. */
const DEADLINES = { dns: 2000, connect: 1000, banner: 2000, reply: 2000, handshake: 2000, quit: 500, policy: 3000 };

let lab: Lab;
let report: PreflightReport;
const progress: PreflightProgress[] = [];

const options = (more: PreflightOptions = {}): PreflightOptions => ({
  resolver: lab.resolver,
  ca: [lab.ca],
  route: lab.route,
  controlDomains: lab.controls,
  ehloName: 'preflight.test',
  concurrency: 30,
  deadlines: DEADLINES,
  pauses: { dns: 100, startTls: 300 },
  ...more,
});

const domainTarget = ({ name }: { readonly name: string }): PreflightTarget => ({ kind: 'domain', domain: name });
const resultOf = (name: string): DomainPreflight => {
  const found = report.domains.find(({ domain }) => domain === name);
  if (!found) throw new Error(`no result for ${name}`);
  return found;
};

beforeAll(async () => {
  lab = await startLab({ delays: { banner: 150, drip: 50, piece: 5, dns: 100, policy: 10_000 } });
  report = await preflight(lab.domains.map(domainTarget), options({ onProgress: (one) => progress.push(one) }));
}, 60_000);

afterAll(async () => {
  await lab.close();
});

describe('every domain of the lab, under every setting', () => {
  for (const { name, about } of DOMAINS)
    it(`${name}: ${about}`, ({ skip }) => {
      const expected = lab.domains.find((one) => one.name === name);
      if (!expected) {
        skip('this machine cannot play it');
        return;
      }
      const result = resultOf(name);
      expect(result.reasons).toEqual(expected.reasons);
      for (const setting of OUTCOME_SETTINGS)
        expect(result.outcomes[setting], setting).toEqual(expected.outcomes[setting]);
      expect(promisesOf(result.promises)).toEqual(expected.promised);
    });
});

function promisesOf({ mtaSts, tlsRpt, dane }: DomainPromises): LabDomain['promised'] | Record<string, string> {
  const sts = mtaSts?.status ?? 'absent';
  return {
    mtaSts: sts === 'valid' ? (mtaSts?.policy?.mode ?? 'no policy') : sts,
    tlsRpt: tlsRpt?.status ?? 'absent',
    dane: dane?.status ?? 'none',
  };
}

describe('not knowing', () => {
  it('is never turned into yes or no', () => {
    const asserted = report.domains.filter(
      ({ mx }) => mx.every(({ probes }) => probes.every(isUnknown)) && mx.length > 0,
    );
    expect(asserted.length).toBeGreaterThan(10);
    for (const { domain, outcomes } of asserted)
      for (const setting of OUTCOME_SETTINGS) expect(outcomes[setting], `${domain}, ${setting}`).toEqual(['unknown']);
  });

  it('shows in the outcomes wherever a host could not be tested, and nowhere else', () => {
    const plain = report.domains.filter(({ mx }) =>
      mx.every(({ probes }) => probes.every((probe) => probe.verdict !== 'unknown' || isUnknown(probe))),
    );
    for (const { domain, mx, outcomes, reasons } of plain) {
      const some =
        countedProbes(mx).some(({ probe }) => isUnknown(probe)) ||
        reasons.includes('not-all-probed') ||
        (mx.length === 0 && reasons.includes('dns-temporary'));
      for (const setting of OUTCOME_SETTINGS)
        expect(outcomes[setting].includes('unknown'), `${domain}, ${setting}`).toBe(some);
    }
  });

  // Of these two something is known: under Off there is nothing to doubt.
  const isUnknown = ({ verdict, reasons }: AddressProbe): boolean =>
    verdict === 'unknown' && !reasons.includes('client-certificate-required') && !reasons.includes('starttls-deferred');
});

describe('manners', () => {
  it('no message is begun, and nothing is said before the greeting', () => {
    // A handshake that nobody answers may look like a line of text by chance: only words count.
    const words = lab.sessions().flatMap(({ commands }) => commands.map((command) => command.split(' ')[0] ?? ''));
    const said = new Set(words.filter((word) => /^[A-Z]{4,}$/i.test(word)));
    expect([...said].sort()).toEqual(['EHLO', 'HELO', 'QUIT', 'STARTTLS']);
    expect(lab.sessions().filter(({ spokeEarly }) => spokeEarly)).toEqual([]);
  });

  it('leaves with QUIT wherever the server still listens', () => {
    const deaf =
      /^mx\.(handshake-|old-tls|starttls-not-advertised|(tls-|large-|dane-)?needs-sni|tls-without|large-hello|client-certificate-tls|not-smtp|reset|close-at-ehlo|tarpit|one-byte|endless-banner)|^backup\.backup-down/;
    const silent = lab.sessions().filter(({ commands, host }) => !commands.includes('QUIT') && !deaf.test(host));
    expect(silent).toEqual([]);
  });

  it('has one connection at a time with a host', () => {
    for (const session of lab.sessions()) expect(session.simultaneous, session.host).toBe(1);
  });

  it('tells how far it is', () => {
    const done = progress.filter((one) => one.kind === 'done');
    expect(progress[0]).toEqual({ kind: 'start', total: report.domains.length });
    expect(done.map((one) => one.done)).toEqual(report.domains.map((_, index) => index + 1));
    expect(progress.filter((one) => one.kind === 'probe').length).toBeGreaterThan(50);
  });
});

describe('the report', () => {
  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('names the trust store and finds port 25 open', () => {
    expect(report.trustStore).toMatch(/^(system\+)?mozilla\+extra$/);
    expect(report.port25).toBe('open');
  });

  it('shows all stages of every probe, in order', () => {
    for (const { domain, mx } of report.domains)
      for (const { probes } of mx)
        for (const { stages } of probes)
          expect(
            stages.map(({ stage }) => stage),
            domain,
          ).toEqual(['dns', 'connect', 'banner', 'ehlo', 'starttls', 'handshake', 'chain', 'name']);
  });

  it('holds no character that could do anything to a terminal', () => {
    expect(JSON.stringify(report)).not.toMatch(/\\u00|[\p{Cc}\p{Cf}]/u);
    expect(JSON.stringify(resultOf('banner-554.test').mx)).toContain(String.raw`blocked\\x1b[31m`);
  });
});

describe('relays', () => {
  it('are judged on their own ports, by MX first and then by address', async () => {
    const targets = lab.relays.flatMap(({ host, ports }) =>
      ports.map((port): PreflightTarget => ({ kind: 'relay', host, port })),
    );
    const { domains } = await preflight(targets, options());
    expect(domains).toHaveLength(targets.length);
    for (const { domain, relayPort, outcomes, reasons } of domains) {
      const expected = lab.relays.find(({ host }) => host === domain);
      expect(reasons, `${domain}:${relayPort}`).toEqual(expected?.reasons);
      expect(outcomes, `${domain}:${relayPort}`).toEqual(expected?.outcomes);
    }
  });

  it('are asked nothing that is about mail to a domain, nor, beside port 25, is anybody else', async () => {
    const asked = async (port: number): Promise<readonly string[]> => {
      const before = lab.dnsQueries().length;
      await preflight([{ kind: 'relay', host: 'relay.test', port }], options());
      const names = lab.dnsQueries().slice(before);
      return [...new Set(names.map(({ name }) => name.toLowerCase()))].filter((name) => !name.endsWith('relay.test'));
    };
    const before = lab.dnsQueries().length;
    expect(await asked(587)).toEqual([]);
    expect(
      lab
        .dnsQueries()
        .slice(before)
        .filter(({ name }) => /_mta-sts|mta-sts|_smtp/.test(name)),
    ).toEqual([]);
    expect(await asked(25)).toEqual(expect.arrayContaining([...lab.controls]));
  });
});

describe('one run', () => {
  it('probes a host once, however many domains it serves', async () => {
    const before = lab.sessions().length;
    const { domains } = await preflight(
      [
        domainTarget({ name: 'good.test' }),
        domainTarget({ name: 'GOOD.test.' }),
        domainTarget({ name: 'domain-is-cname.test' }),
      ],
      options({ controlDomains: [] }),
    );
    expect(domains.map(({ domain }) => domain)).toEqual(['good.test', 'domain-is-cname.test']);
    expect(lab.sessions().length - before).toBe(1);
  });

  it('does not hold it against a host that this machine has no way to its IPv6 address', async () => {
    const dual = lab.domains.find(({ mx }) => mx.length === 1 && mx[0]?.addresses.length === 2);
    if (!dual) return;
    // A broadcast address: the system itself says that there is no way to it.
    const noWay = { host: '127.255.255.255', port: 25 };
    const route: PreflightOptions['route'] = (address, port) =>
      address.includes(':') ? noWay : lab.route(address, port);
    const { domains } = await preflight([domainTarget(dual)], options({ route }));
    expect(domains[0]?.mx[0]?.probes.map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
      ['authenticated'],
      ['unknown', 'connect-unreachable'],
    ]);
    expect(domains[0]?.reasons).toEqual([]);
    expect(domains[0]?.outcomes.RequiredVerify).toEqual(['tls']);
  });

  it('refuses what is no host name or port', async () => {
    await expect(preflight([domainTarget({ name: 'a..b' })], options())).rejects.toThrow(RangeError);
    await expect(preflight([{ kind: 'relay', host: 'a.test', port: 0 }], options())).rejects.toThrow(RangeError);
  });

  it('ends at once when it is aborted, with every socket', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const slow = { ...DEADLINES, banner: 60_000, connect: 60_000, dns: 60_000, reply: 60_000, handshake: 60_000 };
    const running = preflight(lab.domains.map(domainTarget), options({ signal: abort.signal, deadlines: slow }));
    setTimeout(() => {
      abort.abort(reason);
    }, 300);
    await expect(running).rejects.toBe(reason);
    await delay(200);
    expect(lab.sessions().filter(({ endedBy }) => endedBy === 'open')).toEqual([]);
  });

  it('does not begin when it is aborted already', async () => {
    const before = lab.dnsQueries().length;
    await expect(
      preflight([domainTarget({ name: 'good.test' })], options({ signal: AbortSignal.abort() })),
    ).rejects.toThrow();
    expect(lab.dnsQueries().length).toBe(before);
  });
});

describe('a blocked port 25', () => {
  it('is told from servers that do not answer', async ({ skip }) => {
    if (lab.missing.some((text) => text.includes('packet'))) skip();
    const blocked = await startLab({ port25: 'blocked' });
    try {
      const around = { resolver: blocked.resolver, ca: [blocked.ca], route: blocked.route };
      const targets = ['good.test', 'no-starttls.test', 'nxdomain.test'].map((name) => domainTarget({ name }));
      const relay: PreflightTarget = { kind: 'relay', host: 'relay.test', port: 587 };
      const found = await preflight([...targets, relay], options({ ...around, controlDomains: blocked.controls }));
      expect(found.port25).toBe('blocked');
      expect(found.domains.map(({ reasons }) => reasons)).toEqual([
        ['port25-blocked'],
        ['port25-blocked'],
        ['nxdomain'],
        [],
      ]);
      expect(found.domains[0]?.outcomes.Required).toEqual(['unknown']);
      expect(found.domains[3]?.outcomes.RequiredVerify).toEqual(['tls']);
    } finally {
      await blocked.close();
    }
  });
});
