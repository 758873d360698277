import { FEW, tlsFailures } from '../../judgement.ts';
import { stackedBar, type BarPart } from '../../../output/chart.ts';
import { type Cell, type Column, type Html, markup, NOTHING, table } from '../../../output/html.ts';
import { verdictWord, withTls } from '../tables.ts';
import type { JudgedDomain, JudgedLog } from '../view.ts';
import { LISTED_WORDS, periodText, seenWord, worstKind } from '../words.ts';
import { grouped, many } from '../../../output/words.ts';
import { settingText } from '../../../output/judgedSetting.ts';
import { signed } from '../../../output/outcomes.ts';

/** A page with more rows is one that nobody scrolls; CSV and JSON have them all. */
const MAX_ROWS = 500;

export function domainTables(log: JudgedLog): Html {
  if (log.domains.length === 0) return NOTHING;
  const left = log.domains.length - MAX_ROWS;
  return markup`<section aria-labelledby="domains">
<h2 id="domains">Domain by domain</h2>
${table(
  'pf-log',
  `Deliveries to each domain, the worst under ${settingText(log)} first`,
  columnsOf(log),
  log.domains.slice(0, MAX_ROWS).map((domain) => rowOf(domain, log)),
)}${
    left > 0
      ? markup`<p class="pf-muted">And ${many(left, 'more domain')}: the CSV and JSON formats have all.</p>\n`
      : NOTHING
  }${legend(LOG_SHARES)}</section>
${proposed(log)}`;
}

const columnsOf = (log: JudgedLog): readonly Column[] => [
  { title: 'Domain', short: '' },
  { title: `Under ${settingText(log)}`, short: 'Verdict', kind: 'pf-left' },
  ...(log.list ? [{ title: 'Listed', short: 'Listed', kind: 'pf-left' }] : []),
  { title: 'Had TLS', short: 'Had TLS', kind: 'pf-left' },
  { title: 'Delivered', short: 'Delivered' },
  { title: 'Unencrypted', short: 'Unencrypted' },
  { title: 'With TLS', short: 'With TLS' },
  { title: 'Not verified', short: 'Not verified' },
  { title: 'TLS failures', short: 'TLS failures' },
  { title: markup`<span class="pf-hidden">Share</span>`, short: '', kind: 'pf-bar' },
];

function rowOf(judged: JudgedDomain, log: JudgedLog): { readonly head: Html; readonly cells: readonly Cell[] } {
  const { evidence, listed } = judged;
  const kind = worstKind(judged);
  const word = verdictWord(judged);
  const number = (count: number): Cell => ({ content: grouped(count), ...(count === 0 ? { kind: 'pf-zero' } : {}) });
  const { tls } = evidence;
  return {
    head: markup`${evidence.domain}`,
    cells: [
      word === '' ? { content: '' } : { content: signed(kind, word), kind: `pf-${kind}` },
      ...(log.list ? [{ content: listed ? LISTED_WORDS[listed] : '' }] : []),
      { content: seenWord(judged) },
      number(evidence.delivered),
      number(evidence.clear),
      number(withTls(judged)),
      // Empty where the log says nothing of any certificate.
      tls.verified + tls.unverified === 0 ? { content: '' } : number(tls.unverified),
      number(tlsFailures(evidence)),
      { content: bar(judged) },
    ],
  };
}

/** What the parts of a bar count, from left to right. */
const SHARES = {
  tls: 'TLS',
  'may-bounce': 'TLS, certificate not verified',
  unknown: 'not stated, or TLS older than 1.2',
  clear: 'unencrypted',
  bounce: 'failed because TLS was missing',
} as const;

const LOG_SHARES = Object.entries(SHARES) as readonly (readonly [keyof typeof SHARES, string])[];

function bar({ evidence }: JudgedDomain): Html {
  const { tls, clear, oldTls, unstated, tlsPermanent } = evidence;
  const parts: readonly BarPart[] = [
    { kind: 'tls', count: tls.verified + tls.unstated, words: SHARES.tls },
    { kind: 'may-bounce', count: tls.unverified, words: SHARES['may-bounce'] },
    { kind: 'unknown', count: oldTls + unstated, words: SHARES.unknown },
    { kind: 'clear', count: clear, words: SHARES.clear },
    { kind: 'bounce', count: tlsPermanent['no-tls'], words: SHARES.bounce },
  ];
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return total === 0 ? NOTHING : stackedBar(parts, total);
}

/** What the colours of a drawing mean; the numbers stand in the table. */
export function legend(entries: readonly (readonly [kind: BarPart['kind'], words: string])[]): Html {
  const items = entries.map(
    ([kind, words]) =>
      markup`<li><svg viewBox="0 0 1 1" aria-hidden="true" focusable="false"><rect class="pf-${kind}" width="1" height="1"/></svg>${words}</li>`,
  );
  return markup`<ul class="pf-legend">${items}</ul>\n`;
}

function proposed({ proposed: list, log }: JudgedLog): Html {
  const verify = new Set(list.requiredVerify);
  const only = list.required.filter((domain) => !verify.has(domain));
  const few = new Set(list.few);
  const intro =
    list.required.length === 0
      ? markup`<p>No domain had TLS in every delivery that the log shows.</p>\n`
      : markup`<p>To these domains every delivery in the log had TLS 1.2 or newer (${periodText(log)}). Based on this period only.</p>\n`;
  return markup`<section aria-labelledby="proposed">
<h2 id="proposed">Domains you can list</h2>
${intro}${names('Safe for Required and Required Verify', [...verify], few)}${names('Safe for Required; the certificate was not always verified, or the log does not say', only, few)}</section>
`;
}

function names(title: string, domains: readonly string[], few: ReadonlySet<string>): Html {
  if (domains.length === 0) return NOTHING;
  const shown = domains.slice(0, MAX_ROWS);
  const left = domains.length - shown.length;
  const items = shown.map(
    (domain) =>
      markup`<li>${domain}${few.has(domain) ? markup` <span class="pf-muted">(fewer than ${FEW} messages)</span>` : NOTHING}</li>\n`,
  );
  return markup`<h3>${title}</h3>
<ul class="pf-names">
${items}</ul>
${left > 0 ? markup`<p class="pf-muted">And ${grouped(left)} more: the JSON format has all.</p>\n` : NOTHING}`;
}
