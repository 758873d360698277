import type { DomainEvidence } from '../model.ts';
import { printable } from '../../text/printable.ts';
import { domainTable, failures, isNumbers, settingTable, timeline, timeTable, type WordTable } from './tables.ts';
import type { JudgedLog } from './view.ts';
import { BROKEN_WORDS, caveats, logAdvice, logVerdict, periodText, toWhom, TROUBLE_WORDS, worstOf } from './words.ts';
import { NARROWEST, wrap } from '../../output/wrap.ts';
import { type Style, plain } from '../../output/style.ts';
import { grouped, longList, many, nameList } from '../../output/words.ts';
import { KIND_STYLES } from '../../output/outcomes.ts';
import { list, lines } from '../../output/lines.ts';

const MAX_DOMAINS = 30;
const MAX_TIMES = 31;
const MAX_FAILURES = 10;
const GAP = '  ';

/** As a person wants to read it: the verdict, what to do, then what was seen, the worst first. */
export function logText(log: JudgedLog, columns: number, style: Style = plain): string {
  const width = Math.max(columns, NARROWEST);
  const { times, title } = timeline(log);
  const blocks = [
    lines(wrap(logVerdict(log), width).map((line) => style(KIND_STYLES[worstOf(log)], style('bold', line)))),
    ...caveats(log).map((note) => lines(wrap(printable(note), width))),
    section('What to do', list(logAdvice(log), width), style),
    ...(log.domains.length > 0
      ? [
          section(
            toWhom(log) === ''
              ? 'Messages under each TLS setting'
              : 'Messages to listed domains, under each TLS setting',
            tableText(settingTable(log), width, style),
            style,
          ),
          section(
            'Domains',
            tableText(domainTable(log, MAX_DOMAINS), width, style) + more(log.domains.length, MAX_DOMAINS, 'domain'),
            style,
          ),
        ]
      : []),
    ...(log.proposed.required.length > 0
      ? [section('Always with TLS in this log', proposedText(log, width), style)]
      : []),
    ...listText(log, width, style),
    ...failureText(log, width, style),
    ...(times.length > 0
      ? [section('Over time', tableText(timeTable(times.slice(-MAX_TIMES), title), width, style), style)]
      : []),
    ...relayText(log, style),
    ...brokenText(log, width, style),
    `${grouped(log.log.rows)} rows of ${many(log.log.parts.length, 'file')}, ${printable(periodText(log.log))}.\n`,
  ];
  return blocks.join('\n');
}

const section = (title: string, body: string, style: Style): string => `${style('bold', title)}\n${body}`;

const more = (all: number, shown: number, noun: string): string =>
  all > shown ? `  and ${many(all - shown, `more ${noun}`)}: --format csv or json has all\n` : '';

/** The first column gets what room there is. */
function tableText(table: WordTable, width: number, style: Style): string {
  const { head, rows } = table;
  const widths = head.map((title, index) => Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length)));
  const others = widths.slice(1).reduce((sum, one) => sum + one + GAP.length, 0);
  const first = Math.min(widths[0] ?? 0, Math.max(width - others, 20));
  const numbers = head.map((_, index) => isNumbers(table, index));
  const aligned = (cell: string, index: number): string =>
    numbers[index] === true ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
  const line = (cells: readonly string[]): string => {
    const [name = '', ...rest] = cells;
    const tail = rest.map((cell, index) => GAP + aligned(cell, index + 1)).join('');
    return name.length > first ? `${name}\n${' '.repeat(first)}${tail}` : name.padEnd(first) + tail;
  };
  return lines([style('dim', line(head)), ...rows.map((row) => printableLines(line(row)))]);
}

/** A name that is too long stands on a line of its own. */
const printableLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => printable(line))
    .join('\n');

function proposedText({ proposed, log }: JudgedLog, width: number): string {
  const verify = new Set(proposed.requiredVerify);
  const only = proposed.required.filter((domain) => !verify.has(domain));
  return list(
    [
      ...(verify.size > 0 ? [`safe for Required and Required Verify in this log: ${names([...verify])}`] : []),
      ...(only.length > 0
        ? [
            `safe for Required in this log; the certificate was not always verified, or the log does not say: ${names(only)}`,
          ]
        : []),
      ...(proposed.few.length > 0 ? [`seen with only a few messages: ${names(proposed.few)}`] : []),
      `seen from ${periodText(log)}`,
    ],
    width,
  );
}

const MAX_NAMES = 40;

const names = (domains: readonly string[]): string => longList(domains, MAX_NAMES);

function listText({ listCheck }: JudgedLog, width: number, style: Style): readonly string[] {
  if (!listCheck) return [];
  const namesOf = (domains: readonly DomainEvidence[]): string => names(domains.map(({ domain }) => domain));
  const items = [
    ...(listCheck.withoutTls.length > 0 ? [`listed, seen without TLS: ${namesOf(listCheck.withoutTls)}`] : []),
    ...(listCheck.notListed.length > 0 ? [`in the log, not listed: ${namesOf(listCheck.notListed)}`] : []),
    ...(listCheck.notSeen.length > 0 ? [`listed, no mail in this log: ${names(listCheck.notSeen)}`] : []),
  ];
  return items.length === 0 ? [] : [section('Domain list', list(items, width), style)];
}

function failureText(log: JudgedLog, width: number, style: Style): readonly string[] {
  const found = failures(log);
  if (found.length === 0) return [];
  const items = found.slice(0, MAX_FAILURES).map(({ text, trouble, transient, permanent, domains }) => {
    const about = trouble ? `TLS (${TROUBLE_WORDS[trouble]}): ` : '';
    return `${about}${text === '' ? 'no reason given' : text}: ${grouped(transient)} temporary, ${grouped(permanent)} final; ${nameList(domains)}`;
  });
  return [section('Why deliveries failed', list(items, width) + more(found.length, MAX_FAILURES, 'text'), style)];
}

function relayText({ log }: JudgedLog, style: Style): readonly string[] {
  if (log.relays.length === 0) return [];
  const rows = log.relays.slice(0, 10).map(({ relay, rows: count }) => `  ${printable(relay)}: ${many(count, 'row')}`);
  return [section('Relay Address column', lines(rows), style)];
}

function brokenText({ log: { broken } }: JudgedLog, width: number, style: Style): readonly string[] {
  if (broken.count === 0) return [];
  const items = broken.examples.map(({ part, line, reason }) => `${part}, line ${line}: ${BROKEN_WORDS[reason]}`);
  return [section(`Rows that could not be read: ${grouped(broken.count)}`, list(items, width), style)];
}
