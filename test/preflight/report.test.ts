import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { deadlinesWithin } from '../../src/preflight/probe/options.ts';
import type { AddressProbe, DomainPreflight, PreflightReport } from '../../src/preflight/result.ts';
import { STAGES } from '../../src/preflight/result.ts';
import { preflight } from '../../src/preflight/probe/run.ts';
import { advice } from '../../src/preflight/report/advice.ts';
import { preflightCsv } from '../../src/preflight/report/csv.ts';
import { preflightJson } from '../../src/preflight/report/json.ts';
import { preflightMarkdown } from '../../src/preflight/report/markdown.ts';
import { domainReason } from '../../src/preflight/report/reason.ts';
import { preflightText } from '../../src/preflight/report/text.ts';
import type { PreflightView } from '../../src/preflight/view.ts';
import { verdictLine } from '../../src/preflight/report/words.ts';
import { wrap } from '../../src/output/wrap.ts';
import { domainOutcomes, withOutcome } from '../../src/mail/outcome.ts';
import { TLS_SETTINGS, type TlsSetting } from '../../src/mail/tlsSetting.ts';
import { nameList } from '../../src/output/words.ts';

const viewOf = (
  report: PreflightReport,
  setting: TlsSetting = 'Required',
  more: Partial<PreflightView> = {},
): PreflightView => ({
  report,
  setting,
  settingSource: 'asked',
  notProbed: [],
  notes: [],
  generatedAt: new Date(0),
  ...more,
});

const probing = async (lab: Lab, names: readonly string[]): Promise<PreflightReport> =>
  preflight(
    names.map((domain) => ({ kind: 'domain', domain })),
    {
      resolver: lab.resolver,
      ca: [lab.ca],
      route: lab.route,
      controlDomains: lab.controls,
      deadlines: { ...deadlinesWithin(20_000), connect: 1000 },
    },
  );

describe('domains of the lab', () => {
  let lab: Lab;
  let all: PreflightReport;
  const wanted: readonly [string, TlsSetting, string][] = [
    ['good.test', 'Required', 'The certificate is valid.'],
    ['good.test', 'Off', 'Off never uses TLS.'],
    ['expires-soon.test', 'RequiredVerify', 'The certificate is valid, and expires soon.'],
    ['three-good.test', 'RequiredVerify', 'The certificates of all MX hosts are valid.'],
    ['no-starttls.test', 'Preferred', 'The server does not offer STARTTLS.'],
    ['no-starttls.test', 'Required', 'The server does not offer STARTTLS.'],
    ['old-tls.test', 'Required', 'The server speaks only TLS 1.1 or older.'],
    ['expired.test', 'Required', 'The certificate has expired; Required does not check certificates.'],
    ['expired.test', 'PreferredVerify', "Salesforce's documents disagree, since the certificate has expired."],
    ['expired.test', 'RequiredVerify', 'The certificate has expired.'],
    [
      'expired-wrong-name.test',
      'RequiredVerify',
      'The certificate has expired, and it is not valid for the MX host or the mail domain.',
    ],
    [
      'domain-only.test',
      'RequiredVerify',
      'Depends on how Salesforce reads the name: the certificate is valid for the mail domain but not for the MX host.',
    ],
    [
      'equal-differ.test',
      'Required',
      'mx2.equal-differ.test does not offer STARTTLS; 2 hosts have the lowest preference.',
    ],
    [
      'equal-certificates.test',
      'RequiredVerify',
      'The certificate of mx2.equal-certificates.test has expired; 2 hosts have the lowest preference.',
    ],
    ['all-kinds.test', 'Required', 'mx3.all-kinds.test does not offer STARTTLS; 2 hosts have the lowest preference.'],
    ['null-mx.test', 'Required', 'The domain does not accept mail: it has a null MX.'],
    [
      'null-mx-mixed.test',
      'Required',
      'A null MX appears next to other MX records: some senders refuse all mail to the domain.',
    ],
    ['nxdomain.test', 'Preferred', 'The domain does not exist.'],
    ['mx-nxdomain.test', 'Required', 'The MX host has no address.'],
    ['mx-half-gone.test', 'Required', 'The certificate is valid.'],
    [
      'backup-down.test',
      'Required',
      'backup.backup-down.test could not be tested: the server connects but sends no greeting in time; mx.backup-down.test is tried first.',
    ],
    ['many-mx.test', 'Required', 'The domain has more MX hosts or addresses than were probed.'],
    ['dns-refused.test', 'Required', 'Could not be tested: the DNS gave no answer.'],
    ['private-address.test', 'Required', 'Could not be tested: the address is not public and was not probed.'],
    ['refuse.test', 'Required', 'Could not be tested: the server refuses connections.'],
    [
      'banner-421.test',
      'Required',
      'Could not be tested: server refused service: 421 4.7.0 mx.banner-421.test Too many connections from your network.',
    ],
    [
      'starttls-454.test',
      'Required',
      'The server offers STARTTLS, and answered it with a temporary error twice: 454 4.7.0 TLS not available due to temporary reason.',
    ],
    ['starttls-454.test', 'Off', 'Off never uses TLS.'],
    [
      'tls-needs-sni.test',
      'Required',
      'The server treats senders that name it in TLS (SNI) differently, and nobody knows whether Salesforce does.',
    ],
    ['needs-sni.test', 'Off', 'Off never uses TLS.'],
    [
      'tls-without-sni.test',
      'RequiredVerify',
      'The server treats senders that name it in TLS (SNI) differently, and nobody knows whether Salesforce does.',
    ],
    [
      'client-certificate-tls13.test',
      'Required',
      'Could not be tested: the server wants a certificate of the sender for TLS.',
    ],
    ['client-certificate-tls13.test', 'Off', 'Off never uses TLS.'],
    [
      'refused-550.test',
      'Required',
      'Could not be tested: server refused service: 550 5.7.1 Rejected: 192.0.2.99 listed at bl.test.',
    ],
    [
      'spamd.test',
      'Required',
      'Could not be tested: a firewall or a tarpit answers for the server, and does not show whether it has TLS.',
    ],
    ['large-hello-reset.test', 'Required', 'The certificate is valid.'],
    ['missing-intermediate.test', 'RequiredVerify', 'The certificate most likely lacks an intermediate certificate.'],
    ['mx-is-ip.test', 'RequiredVerify', 'The certificate is not valid for the MX host or the mail domain.'],
  ];

  beforeAll(async () => {
    lab = await startLab();
    all = await probing(lab, [...new Set(wanted.map(([name]) => name))]);
  }, 60_000);
  afterAll(() => lab.close());

  it.each(wanted)('%s under %s: %s', (name, setting, sentence) => {
    const found = all.domains.find(({ domain }) => domain === name);
    expect(found && domainReason(found, setting)).toBe(sentence);
  });

  it('what was not tested is never called "no TLS"', () => {
    const untested = all.domains.filter(({ outcomes }) => outcomes.Required.join() === 'unknown');
    expect(untested.length).toBeGreaterThan(3);
    for (const domain of untested) expect(domainReason(domain, 'Required')).toMatch(/^Could not be tested: /);
  });

  const NULL_MX =
    'Ask the mail administrator of null-mx-mixed.test to remove the null MX: next to other MX records, it makes some senders refuse all mail to it.';
  it.each<[string, TlsSetting, string]>([
    ['null-mx-mixed.test', 'Required', NULL_MX],
    ['null-mx-mixed.test', 'Preferred', NULL_MX],
    ['null-mx-mixed.test', 'Off', NULL_MX],
    ['null-mx.test', 'Preferred', 'Correct the addresses at null-mx.test: mail to it bounces with every TLS setting.'],
    [
      'expired.test',
      'PreferredVerify',
      'Have the certificate of expired.test fixed, or choose Preferred, which does not check certificates.',
    ],
    [
      'equal-differ.test',
      'Required',
      'Not every mail server of equal-differ.test has TLS: mail to it may be delayed, and it bounces if every try in 24 hours meets a server without TLS. Ask the mail administrator to turn on TLS on every server. Until then, do not list it.',
    ],
    [
      'starttls-454.test',
      'Required',
      'Test starttls-454.test again later: STARTTLS was answered with a temporary error twice. If it still is, ask the mail administrator about it.',
    ],
    [
      'starttls-454.test',
      'Preferred',
      'Test starttls-454.test again later: STARTTLS was answered with a temporary error twice. If it still is, ask the mail administrator about it.',
    ],
    [
      'tls-needs-sni.test',
      'Required',
      'Ask the mail administrator of tls-needs-sni.test to treat all senders alike in TLS, whether they name the host (SNI) or not: it is not known whether Salesforce names it.',
    ],
    [
      'client-certificate-tls13.test',
      'Required',
      'Ask the mail administrator of client-certificate-tls13.test whether TLS works without a certificate of the sender: it is not known whether Salesforce shows one.',
    ],
    [
      'backup-down.test',
      'Required',
      'Try backup-down.test again later, or from another network: not every mail server could be tested.',
    ],
    [
      'banner-421.test',
      'Required',
      'Try banner-421.test again later, or from another network: this result says nothing about its TLS.',
    ],
  ])('advice for %s under %s: %s', (name, setting, item) => {
    expect(advice(viewOf(only(name), setting))).toEqual([item]);
  });

  it.each([
    ['none', 'Until then, restrict the TLS setting to a list of domains, and do not list it.'],
    ['not-in-force', 'Until then, put the domain list in force, and do not list it.'],
    ['in-force', 'Until then, do not list it.'],
  ] as const)('where the list is %s, a domain is left out of it only so: %s', (list, end) => {
    expect(advice({ ...viewOf(only('equal-differ.test')), list })[0]?.endsWith(end)).toBe(true);
  });

  it('many refusals are put down to this machine, once', () => {
    const refused = all.domains.filter(({ domain }) => domain === 'refused-550.test');
    const several = (count: number): PreflightReport => ({
      ...all,
      domains: Array.from({ length: count }, (_, index) => index).flatMap((index) =>
        refused.map((one) => ({
          ...one,
          domain: `d${index}.test`,
          mx: one.mx.map((mx) => ({ ...mx, host: `mx.d${index}.test` })),
        })),
      ),
    });
    const about = (count: number): readonly string[] =>
      advice(viewOf(several(count))).filter((item) => item.includes('block list'));
    expect(about(2)).toEqual([]);
    expect(about(3)).toHaveLength(1);
    expect(about(20)[0]).toMatch(/^20 mail servers refused this machine: its address seems to be on a block list/);
  });

  it('a resolver that answers nothing is named once', () => {
    const failed = { ...only('dns-refused.test'), resolverFailure: 'the connection was refused (ECONNREFUSED)' };
    expect(advice(viewOf(failed))[0]).toBe(
      "The DNS resolver answered no question: the connection was refused (ECONNREFUSED). Check --resolver, and this machine's network.",
    );
    expect(all.resolverFailure).toBeUndefined();
  });

  it('hosts that share an address are named before the results', () => {
    const good = only('good.test');
    const others = good.domains.map((one) => ({ ...one, mx: one.mx.map((mx) => ({ ...mx, host: 'mx.other.test' })) }));
    const note = 'Several MX hosts have one address: mx.good.test and mx.other.test share';
    const view = viewOf({ ...good, domains: [...good.domains, ...others] });
    for (const format of [preflightMarkdown(view).replaceAll('\\', ''), preflightText(view, 200)])
      expect(format).toContain(note);
    expect(preflightText(viewOf(good), 200)).not.toContain('share');
  });

  it.each<[string, TlsSetting]>([
    ['no-starttls.test', 'Preferred'],
    ['expired.test', 'Required'],
  ])('a null MX beside the MX of %s is all that %s has to do with', (name, setting) => {
    const { domains, ...more } = only(name);
    const mixed = domains.map((domain) => ({
      ...domain,
      reasons: [...domain.reasons, 'null-mx-mixed' as const],
      outcomes: withOutcome(domain.outcomes, 'bounce'),
    }));
    expect(advice(viewOf({ ...more, domains: mixed }, setting))).toEqual([NULL_MX.replace('null-mx-mixed.test', name)]);
  });

  it.each(TLS_SETTINGS)(
    'under %s there is nothing to do only where no mail may bounce and all was tested',
    (setting) => {
      for (const { domain, outcomes } of all.domains) {
        const fine = !outcomes[setting].includes('bounce') && !outcomes[setting].includes('unknown');
        const [first = ''] = advice(viewOf(only(domain), setting));
        expect([domain, first.startsWith('Nothing to do')]).toEqual([domain, fine]);
      }
    },
  );

  const only = (name: string): PreflightReport => ({
    ...all,
    domains: all.domains.filter(({ domain }) => domain === name),
  });

  it.each([60, 80, 100, 140])('stays within %i columns', (columns) => {
    const view = viewOf(all, 'PreferredVerify', {
      notProbed: [{ entry: 'x'.repeat(100), reason: 'no domain: there is a blank inside' }],
      notes: ['A note that is long enough to need more than one line on a terminal that is narrow, as some are.'],
    });
    const widest = Math.max(
      ...preflightText(view, columns)
        .split('\n')
        .map((line) => line.length),
    );
    expect(widest).toBeLessThanOrEqual(columns);
  });
});

describe('a blocked port 25', () => {
  it('is said once, with what to do instead, and never called "no TLS"', async ({ skip }) => {
    const lab = await startLab({ port25: 'blocked' }).catch(() => undefined);
    if (!lab) {
      skip('this system lets no packet vanish');
      return;
    }
    try {
      const view = viewOf(await probing(lab, ['good.test', 'no-starttls.test', 'sts-enforce.test']));
      const text = preflightText(view, 100);
      expect(text.match(/port 25/gi)).toHaveLength(1);
      expect(text).toContain('Network access blocked: port 25 cannot be reached from here');
      expect(text).toContain('Its MTA-STS policy promises TLS.');
      expect(text).not.toMatch(/no TLS|STARTTLS|bounces/);
      expect(text).toMatch(/^None of these 3 domains could be tested: network access blocked\.\n/);
      expect(preflightMarkdown(view).match(/port 25/gi)).toHaveLength(1);
      expect(preflightCsv(view).match(/Could not be tested: network access blocked \(port 25\)/g)).toHaveLength(3);
    } finally {
      await lab.close();
    }
  });
});

describe('the verdict', () => {
  const seen = (...kinds: readonly Parameters<typeof domainOutcomes>[0][]): PreflightReport => ({
    version: 1,
    trustStore: 'mozilla',
    port25: 'open',
    domains: kinds.map((kind, index) => domainOf(`d${index + 1}.example`, { outcomes: domainOutcomes(kind) })),
  });
  it.each<[PreflightReport, TlsSetting, string]>([
    [seen(), 'Required', 'No domain was tested.'],
    [seen(['verified']), 'Required', 'Mail to d1.example gets TLS under Required.'],
    [seen(['none']), 'Required', 'Mail to d1.example would bounce under Required.'],
    [seen(['none']), 'Preferred', 'Mail to d1.example is sent unencrypted under Preferred.'],
    [seen(['unknown']), 'Required', 'd1.example could not be tested.'],
    [seen(['none', 'verified']), 'Required', 'Mail to d1.example may bounce under Required.'],
    [seen(['verified'], ['unverified']), 'Required', 'No mail to these 2 domains would bounce under Required.'],
    [
      seen(['verified'], ['unverified'], ['none']),
      'RequiredVerify',
      'Mail to 2 of 3 domains would bounce under Required Verify.',
    ],
    [
      seen(['verified'], ['none'], ['none', 'verified'], ['unknown']),
      'Required',
      'Mail to 1 of 4 domains would bounce under Required; to 1 it may bounce; 1 could not be tested.',
    ],
    [seen(['unknown'], ['unknown']), 'Required', 'None of these 2 domains could be tested.'],
    [
      seen(['verified'], ['unknown']),
      'Required',
      'No mail to these 2 domains is certain to bounce under Required; 1 could not be tested.',
    ],
    [
      seen(['none'], ['verified']),
      'Preferred',
      'No mail to these 2 domains would bounce under Preferred; to 1 it is sent unencrypted.',
    ],
  ])('%#: %s', (report, setting, sentence) => {
    expect(verdictLine(viewOf(report, setting))).toBe(sentence);
  });

  it('says when there is nothing to do', () => {
    expect(advice(viewOf(seen(['verified'])))).toEqual([
      'Nothing to do: no mail to these domains bounces under Required because TLS is missing.',
    ]);
    expect(advice(viewOf(seen(['none'])))).toEqual(['Check d1.example: mail to it may bounce.']);
  });
});

describe('names', () => {
  it.each([
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c, d and e'],
    [['a', 'b', 'c', 'd', 'e', 'f'], 'a, b, c, d and 2 more'],
  ])('%j', (names, text) => {
    expect(nameList(names)).toBe(text);
  });
});

describe('lines', () => {
  it.each([
    ['', 5, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['abcdefghij kl', 4, ['abcd', 'efgh', 'ij', 'kl']],
  ])('%j in %i columns', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

describe('a hostile server', () => {
  const EVIL =
    '\u001b[2J\u202e=1+1 | ![x](http://evil.example/a) <script>alert(1)</script> @octocat `code` www.evil.example';
  const probe: AddressProbe = {
    address: '192.0.2.1',
    reasons: ['refused-5xx'],
    verdict: 'unknown',
    tls: {
      protocol: 'TLSv1.3',
      cipher: 'x',
      certificate: {
        subject: `=cmd|'/c calc'!A1`,
        issuer: '@SUM(1)',
        names: ['-2+3', EVIL],
        notBefore: '',
        notAfter: '',
      },
    },
    stages: STAGES.map((stage) => ({ stage, status: stage === 'banner' ? 'unknown' : 'ok', ms: 1, detail: EVIL })),
    transcript: [{ from: 'server', text: EVIL }],
  };
  // The engine has made all this printable already; the reports must not rely on it.
  const report: PreflightReport = {
    version: 1,
    trustStore: 'mozilla',
    port25: 'open',
    domains: [
      domainOf('evil.example', {
        outcomes: domainOutcomes(['unknown']),
        reasons: ['refused-5xx'],
        mx: [
          { host: '=HYPERLINK("http://evil.example")', preference: 1, implicit: false, probes: [probe] },
          { host: '\uff1d1+1', preference: 2, implicit: false, probes: [probe] },
        ],
      }),
    ],
  };
  const view = viewOf(report, 'Required', {
    notProbed: [{ entry: '+1|[a](http://evil.example)', reason: EVIL }],
    notes: [EVIL],
  });

  it('cannot move the cursor or turn the text around', () => {
    for (const text of [preflightText(view, 80), preflightMarkdown(view), preflightText(view, 200)])
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it('makes neither markup nor a link nor a mention of Markdown', () => {
    const markdown = preflightMarkdown(view);
    const ours = markdown.replace(/<\/?code>|<!-- -->|&#\d+;|\*\*/g, '').replace(/^[|>-].*?(?=\w)/gm, '');
    expect(ours).not.toMatch(/[<>`[\]@]|:\/\/|www\./);
    expect(ours).not.toMatch(/!\[/);
    // One row for the one domain, however many bars the server sent.
    const rows = markdown.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.match(/\|/g)).toHaveLength(7);
  });

  it('makes no formula in a spreadsheet', () => {
    const cells = parseCsv(preflightCsv(view)).flat();
    expect(cells).toContain(`'=HYPERLINK("http://evil.example")`);
    expect(cells).toContain(`'@SUM(1)`);
    for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
  });

  it('is kept as data in JSON', () => {
    const json = preflightJson(view);
    expect(JSON.parse(json)).toMatchObject(report as unknown as Record<string, unknown>);
    // It is written in pieces.
    expect(json).toBe(`${JSON.stringify(JSON.parse(json), undefined, 2)}\n`);
  });
});

describe('CSV', () => {
  it('has as many cells in each row as columns, and CRLF', () => {
    const csv = preflightCsv(
      viewOf({ version: 1, trustStore: '', port25: 'open', domains: [domainOf('a.example', {})] }),
    );
    const rows = parseCsv(csv);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toHaveLength(rows[0]?.length ?? 0);
  });
});

function domainOf(domain: string, more: Partial<DomainPreflight>): DomainPreflight {
  const promises = { mtaSts: null, tlsRpt: null, dane: null };
  return { domain, outcomes: domainOutcomes(['verified']), reasons: [], mx: [], promises, ...more };
}

/** RFC 4180, strictly: a quote only around a whole cell, or doubled inside one. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length;) {
    const cell = /"((?:[^"]|"")*)"(?=,|\r\n)|([^",\r\n]*)(?=,|\r\n)/y;
    cell.lastIndex = at;
    const match = cell.exec(text);
    if (!match) throw new Error(`no CSV: ${text.slice(at, at + 40)}`);
    row.push((match[1] ?? match[2] ?? '').replaceAll('""', '"'));
    at = cell.lastIndex;
    if (text[at] === ',') {
      at++;
      continue;
    }
    at += 2;
    rows.push(row);
    row = [];
  }
  return rows;
}
