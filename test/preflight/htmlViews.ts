/** What the tests of the HTML page show: the lab, probed for real. */
import { startLab } from '../../src/lab/lab.ts';
import { preflight } from '../../src/preflight/probe/run.ts';
import type { PreflightView } from '../../src/preflight/view.ts';

/** Short, and yet long enough for a busy machine: only servers that stall on purpose take them up. */
const DEADLINES = { dns: 1500, connect: 700, banner: 1000, reply: 1000, handshake: 1000, quit: 500, policy: 2000 };

/** Every domain of the lab and two relays. */
export async function labView(): Promise<PreflightView> {
  const lab = await startLab({ delays: { banner: 150, drip: 50, piece: 5, dns: 100, policy: 10_000 } });
  try {
    const report = await preflight(
      [
        ...lab.domains.map(({ name }) => ({ kind: 'domain', domain: name }) as const),
        { kind: 'relay', host: 'relay.test', port: 587 },
        { kind: 'relay', host: 'relay-clear.test', port: 25 },
      ],
      {
        resolver: lab.resolver,
        ca: [lab.ca],
        route: lab.route,
        controlDomains: lab.controls,
        ehloName: 'preflight.test',
        concurrency: 30,
        deadlines: DEADLINES,
      },
    );
    return {
      report,
      setting: 'RequiredVerify',
      settingSource: 'recorded',
      notProbed: [
        { entry: '*.example.com', reason: 'a wildcard; example.com was probed in its place' },
        { entry: '192.0.2.7', reason: 'an IP address, which no MX record leads to' },
      ],
      notes: ['The lab played these domains: no mail server outside was asked.'],
      generatedAt: new Date(),
    };
  } finally {
    await lab.close();
  }
}

/** Enough to have everything that a page can show, and few enough for a slow judge. */
export function few(view: PreflightView): PreflightView {
  const domains = view.report.domains.filter(
    ({ relayPort, promises: { mtaSts, tlsRpt, dane } }, index) =>
      relayPort !== undefined || mtaSts !== null || tlsRpt !== null || dane !== null || index % 10 === 0,
  );
  return { ...view, report: { ...view.report, domains } };
}

/** One for each thing that a page can show. */
const SHOWN = [
  'good.test',
  'self-signed.test',
  'domain-only.test',
  'no-starttls.test',
  'banner-421.test',
  'all-kinds.test',
  'backup-clear.test',
  'dns-servfail.test',
  'wildcard.test',
  'null-mx.test',
  'sts-not-found.test',
  'exemplary.test',
  'relay-clear.test',
];

export function some(view: PreflightView): PreflightView {
  const domains = view.report.domains.filter(({ domain }) => SHOWN.includes(domain));
  return { ...view, report: { ...view.report, domains } };
}

/** In every hostile text, so that a test can see that the texts are on the page at all. */
export const SECRET_MARK = 'zq7x';

const ATTACKS = [
  `${SECRET_MARK}<script>alert(1)</script>`,
  `${SECRET_MARK}"onmouseover="alert(1)" x='y' \`z\``,
  `${SECRET_MARK}</style></li></ul></td></table><img src=x onerror=alert(1)>`,
  `${SECRET_MARK}\u001b[31mred\u001b]0;title\u0007\r\n\u0000\u0085`,
  `${SECRET_MARK}\u202etxt.exe\u2066\u200b\ufeff\u2028\u{e0041}\ud800`,
  `${SECRET_MARK}${'W'.repeat(250)}`,
  `${SECRET_MARK}<!-- --> ]]> &amp; &#60;script&#62; $& $1`,
];

/** The view with each text in it, except those we write ourselves, made hostile; `honest`: with plain words instead. */
export function hostileView(view: PreflightView, manner: 'hostile' | 'honest' = 'hostile'): PreflightView {
  let next = 0;
  const attack = (): string => (manner === 'honest' ? 'plain' : (ATTACKS[next % ATTACKS.length] ?? ''));
  const ours = new Set(['status', 'stage', 'from', 'verdict', 'mode', 'reasons', 'outcomes', 'notBefore', 'notAfter']);
  const hostile = (value: unknown, key = ''): unknown => {
    if (ours.has(key)) return value;
    if (typeof value === 'string') return value === '' ? value : `${attack()}${String(next++)}`;
    if (Array.isArray(value)) return value.map((one) => hostile(one));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hostile(one, name)]));
  };
  return {
    ...view,
    report: { ...(hostile(view.report) as PreflightView['report']), port25: 'open' },
    notProbed: hostile(view.notProbed) as PreflightView['notProbed'],
    notes: hostile(view.notes) as PreflightView['notes'],
  };
}
