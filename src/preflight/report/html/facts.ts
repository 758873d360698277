import type { CertificateFacts, DomainPreflight, TlsFacts } from '../../result.ts';
import { type Html, type HtmlPart, markup, NOTHING } from '../../../output/html.ts';
import { counted } from '../../../output/words.ts';
import type { MtaStsPromise, DanePromise, DaneStatus, TlsRptPromise } from '../../promises.ts';

interface ShownCertificate {
  readonly certificate: CertificateFacts;
  /** `TLSv1.3, CIPHER`, each once. */
  readonly protocols: Set<string>;
  readonly hosts: Set<string>;
}

/** Each certificate once, with the hosts that show it. */
export function certificates(domain: DomainPreflight, now: Date): Html {
  const shown = new Map<string, ShownCertificate>();
  for (const { host, probes } of domain.mx)
    for (const { tls } of probes) if (tls?.certificate) note(shown, host, tls, tls.certificate);
  if (shown.size === 0) return NOTHING;
  return markup`<div><h4>${shown.size === 1 ? 'Certificate' : 'Certificates'}</h4>
${[...shown.values()].map((one) => certificateCard(one, now))}</div>
`;
}

function note(shown: Map<string, ShownCertificate>, host: string, tls: TlsFacts, certificate: CertificateFacts): void {
  const key = JSON.stringify(certificate);
  const known = shown.get(key) ?? { certificate, protocols: new Set(), hosts: new Set() };
  known.hosts.add(host);
  known.protocols.add(`${tls.protocol}, ${tls.cipher}`);
  shown.set(key, known);
}

function certificateCard({ certificate, protocols, hosts }: ShownCertificate, now: Date): Html {
  const { subject, issuer, names, notBefore, notAfter } = certificate;
  return card([
    ['Shown by', [...hosts].join(', ')],
    ['Subject', subject === '' ? 'empty' : subject],
    ['Issuer', issuer],
    ['DNS names', names.length === 0 ? 'none' : markup`<ul>${names.map((name) => markup`<li>${name}</li>`)}</ul>`],
    ['Valid', markup`${day(notBefore)} to ${day(notAfter)}<br><strong>${daysLeft(certificate, now)}</strong>`],
    ['Connection', [...protocols].join('; ')],
  ]);
}

const DAY_MS = 86_400_000;

/** `12 days left`, `expired 3 days ago`, `valid in 5 days` */
export function daysLeft({ notBefore, notAfter }: CertificateFacts, now: Date): string {
  const start = Date.parse(notBefore) - now.getTime();
  const end = Date.parse(notAfter) - now.getTime();
  if (Number.isNaN(start) || Number.isNaN(end)) return 'dates cannot be read';
  if (end < 0) return `expired ${days(-end)} ago`;
  return start > 0 ? `valid in ${days(start)}` : `${days(end)} left`;
}

function days(ms: number): string {
  const whole = Math.floor(ms / DAY_MS);
  return whole === 0 ? 'less than a day' : counted(whole, 'day');
}

const day = (iso: string): Html => markup`<time datetime="${iso}" class="pf-nowrap">${iso.slice(0, 10)}</time>`;

/** What the domain says of itself. Three lines, also where it says nothing: that is worth knowing too. */
export function promises({ promises: { mtaSts, tlsRpt, dane }, relayPort }: DomainPreflight): Html {
  const isRelay = relayPort !== undefined;
  if (isRelay && !dane) return NOTHING;
  // Of a relay's name, the other two would be about mail to addresses at that name.
  const received = [
    ['MTA-STS', mtaStsText(mtaSts)],
    ['TLS-RPT', tlsRptText(tlsRpt)],
  ] as const;
  return markup`<div><h4>Published policies <span class="pf-muted">(not proof)</span></h4>
<div class="pf-card">${definitions([...(isRelay ? [] : received), ['DANE', daneText(dane)]])}</div>
</div>
`;
}

const MODES = {
  enforce: 'enforce: senders that follow MTA-STS deliver with verified TLS only',
  testing: 'testing: failures are reported, and mail is still delivered',
  none: 'none: the domain has withdrawn its policy',
} as const;

function mtaStsText(promise: MtaStsPromise | null): HtmlPart {
  if (!promise) return 'none';
  const { status, policy, uncovered, detail } = promise;
  if (status !== 'valid' || !policy) return withDetail(STS_WORDS[status], detail);
  const missing = uncovered.length === 0 ? '' : ` The policy does not name ${uncovered.join(', ')}.`;
  const covers = policy.mx.length === 0 ? '' : ` For ${policy.mx.join(', ')}.`;
  return `${MODES[policy.mode]}.${covers}${missing}`;
}

const STS_WORDS: Readonly<Record<MtaStsPromise['status'], string>> = {
  valid: 'announced, without a policy',
  broken: 'announced, but the policy cannot be fetched or read',
  ignored: 'announced in a way that counts as none',
  unknown: 'unknown: the DNS gave no answer',
};

function tlsRptText(promise: TlsRptPromise | null): HtmlPart {
  if (!promise) return 'none';
  if (promise.status === 'valid') return `reports go to ${promise.rua.join(', ')}`;
  return withDetail(
    promise.status === 'invalid' ? 'a record that is not valid' : 'unknown: the DNS gave no answer',
    promise.detail,
  );
}

const DANE_WORDS: Readonly<Record<DaneStatus, string>> = {
  valid: 'the certificate matches the TLSA records',
  mismatch: 'the certificate matches none of the TLSA records',
  insecure: 'TLSA records exist, but are not validated',
  unusable: 'TLSA records exist, but none is usable for mail',
  unknown: 'unknown: the DNS gave no answer, or no certificate was seen',
  none: 'none',
};

function daneText(promise: DanePromise | null): HtmlPart {
  if (!promise) return 'none';
  const hosts = promise.hosts.filter(({ status }) => status !== 'none');
  return markup`${DANE_WORDS[promise.status]}<ul>${hosts.map(
    ({ host, status, records }) =>
      markup`<li>${host}: ${DANE_WORDS[status]}${records.map((record) => markup`<br><code>${record}</code>`)}</li>`,
  )}</ul>`;
}

const withDetail = (words: string, detail: string): HtmlPart =>
  detail === '' ? words : markup`${words}: <code>${detail}</code>`;

type Definition = readonly [term: string, meaning: HtmlPart];

const card = (entries: readonly Definition[]): Html => markup`<div class="pf-card">${definitions(entries)}</div>\n`;

const definitions = (entries: readonly Definition[]): Html =>
  markup`<dl>${entries.map(([term, meaning]) => markup`<dt>${term}</dt><dd>${meaning}</dd>\n`)}</dl>`;
