import { type Html, type HtmlPart, markup, NOTHING, table } from '../../../output/html.ts';
import { failures } from '../tables.ts';
import type { JudgedLog } from '../view.ts';
import { BROKEN_WORDS, periodText, TROUBLE_WORDS } from '../words.ts';
import { tlsSettingLabel } from '../../../mail/tlsSetting.ts';
import { grouped, longList, many, nameList } from '../../../output/words.ts';
import { SOURCE_WORDS } from '../../../output/judgedSetting.ts';

const MAX_TEXTS = 100;

/** Why deliveries failed: what is about TLS first. */
export function failureSection(log: JudgedLog): Html {
  const found = failures(log).slice(0, MAX_TEXTS);
  if (found.length === 0) return NOTHING;
  const columns = [
    { title: 'Text', short: '' },
    { title: 'About TLS', short: 'About TLS', kind: 'pf-left' },
    { title: 'Temporary', short: 'Temporary' },
    { title: 'Final', short: 'Final' },
    { title: 'Domains', short: 'Domains', kind: 'pf-left' },
  ];
  const rows = found.map(({ text, trouble, transient, permanent, domains }) => ({
    head: text === '' ? 'no reason given' : text,
    cells: [
      { content: trouble ? TROUBLE_WORDS[trouble] : '', ...(trouble ? { kind: 'pf-bounce' } : {}) },
      { content: grouped(transient) },
      { content: grouped(permanent) },
      { content: nameList(domains) },
    ],
  }));
  return markup`<section aria-labelledby="failures">
<h2 id="failures">Why deliveries failed</h2>
<p>“Final” counts a message that failed permanently. If the log only says that time was up, the text is from its earlier attempts.</p>
${table('pf-log', 'Texts of failed attempts; … marks omitted words', columns, rows)}</section>
`;
}

/** What stands behind the results. */
export function aboutLog(log: JudgedLog): Html {
  const { parts, rows, broken, totals, relays, tlsColumns } = log.log;
  const facts: readonly (readonly [string, HtmlPart])[] = [
    ['TLS setting', `${tlsSettingLabel(log.setting)} (${SOURCE_WORDS[log.settingSource]})`],
    ['Read', `${many(rows, 'row')} of ${many(parts.length, 'file')}`],
    ['Rows from', periodText(log.log)],
    ['Not understood', many(broken.count, 'row')],
    ['Received', grouped(totals.received)],
    ['Delivered', grouped(totals.delivered)],
    ['Internal hand-offs (not counted)', grouped(totals.internal)],
    ['TLS columns', TLS_COLUMN_WORDS[tlsColumns]],
  ];
  return markup`<section aria-labelledby="about">
<h2 id="about">About this log</h2>
<dl class="pf-facts">
${facts.map(([term, meaning]) => markup`<div><dt>${term}</dt><dd>${meaning}</dd></div>\n`)}</dl>
${relayTable(relays)}${listTable(log)}${brokenTable(log)}</section>
`;
}

const TLS_COLUMN_WORDS = { named: 'named', found: 'the last two, without a name', none: 'none' } as const;

function relayTable(relays: JudgedLog['log']['relays']): Html {
  if (relays.length === 0) return NOTHING;
  const columns = [
    { title: 'Relay Address', short: '' },
    { title: 'Rows', short: 'Rows' },
  ];
  return table(
    'pf-log',
    'Value of the Relay Address column',
    columns,
    relays.map(({ relay, rows }) => ({ head: relay, cells: [{ content: grouped(rows) }] })),
  );
}

const MAX_NAMES = 100;

function listTable({ listCheck }: JudgedLog): Html {
  if (!listCheck) return NOTHING;
  const names = (domains: readonly string[]): string => (domains.length === 0 ? 'none' : longList(domains, MAX_NAMES));
  const columns = [
    { title: 'Domain list and log', short: '' },
    { title: 'Domains', short: 'Domains', kind: 'pf-left' },
  ];
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Listed, seen without TLS', listCheck.withoutTls.map(({ domain }) => domain)],
    ['In the log, not listed', listCheck.notListed.map(({ domain }) => domain)],
    ['Listed, no mail in this log', listCheck.notSeen],
  ];
  return table(
    'pf-log',
    'The domain list compared with the log',
    columns,
    rows.map(([head, domains]) => ({ head, cells: [{ content: names(domains) }] })),
  );
}

function brokenTable({ log: { broken } }: JudgedLog): Html {
  if (broken.count === 0) return NOTHING;
  const columns = [
    { title: 'Where', short: '' },
    { title: 'Why', short: 'Why', kind: 'pf-left' },
  ];
  const rows = broken.examples.map(({ part, line, reason }) => ({
    head: `${part}, line ${line}`,
    cells: [{ content: BROKEN_WORDS[reason] }],
  }));
  return table('pf-log', `The first of ${many(broken.count, 'row')} that could not be read`, columns, rows);
}
