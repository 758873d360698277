import { domainTable, failures, isNumbers, settingTable, timeline, timeTable, type WordTable } from './tables.ts';
import type { JudgedLog } from './view.ts';
import { BROKEN_WORDS, caveats, logAdvice, logVerdict, periodText, toWhom, TROUBLE_WORDS } from './words.ts';
import { markdownCode, markdownList, markdownText } from '../../output/markdown.ts';
import { grouped, longList, many, nameList } from '../../output/words.ts';

const MAX_DOMAINS = 100;
const MAX_FAILURES = 20;

/** For a comment, an issue or a job summary. */
export function logMarkdown(log: JudgedLog): string {
  const { times, title } = timeline(log);
  const { proposed } = log;
  const parts = [
    `**Email Log.** ${markdownText(logVerdict(log))}\n`,
    ...caveats(log).map((note) => `> ${markdownText(note)}\n`),
    `**What to do**\n\n${markdownList(logAdvice(log).map(markdownText))}`,
    ...(log.domains.length > 0
      ? [
          `**Messages${toWhom(log)} under each TLS setting**\n\n${tableOf(settingTable(log))}`,
          `**Domains**\n\n${tableOf(domainTable(log, MAX_DOMAINS))}${more(log.domains.length, MAX_DOMAINS)}`,
        ]
      : []),
    ...(proposed.required.length > 0
      ? [
          `**Always with TLS in this log** (${markdownText(periodText(log.log))}; based on this period only)\n\n${markdownList(
            [
              `safe for Required: ${namesOf(proposed.required)}`,
              `of these, safe for Required Verify: ${proposed.requiredVerify.length === 0 ? 'none' : namesOf(proposed.requiredVerify)}`,
              ...(proposed.few.length > 0 ? [`with only a few messages: ${namesOf(proposed.few)}`] : []),
            ],
          )}`,
        ]
      : []),
    ...failureList(log),
    ...(times.length > 0 ? [`**Over time**\n\n${tableOf(timeTable(times, title))}`] : []),
    ...(log.log.broken.count > 0
      ? [
          `**Rows that could not be read: ${grouped(log.log.broken.count)}**\n\n${markdownList(
            log.log.broken.examples.map(
              ({ part, line, reason }) => `${markdownCode(part)}, line ${line}: ${BROKEN_WORDS[reason]}`,
            ),
          )}`,
        ]
      : []),
    `${grouped(log.log.rows)} rows of ${many(log.log.parts.length, 'file')}.\n`,
  ];
  return parts.join('\n');
}

function tableOf(words: WordTable): string {
  const { head, rows } = words;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const body = rows.map(([first = '', ...rest]) => line([markdownCode(first), ...rest.map(markdownText)]));
  return `${line(head)}|${head.map((_, index) => (index > 0 && isNumbers(words, index) ? '---:|' : '---|')).join('')}\n${body.join('')}`;
}

function failureList(log: JudgedLog): readonly string[] {
  const found = failures(log);
  if (found.length === 0) return [];
  const items = found.slice(0, MAX_FAILURES).map(({ text, trouble, transient, permanent, domains }) => {
    const about = trouble ? `TLS (${TROUBLE_WORDS[trouble]}): ` : '';
    const shown = text === '' ? 'no reason given' : markdownCode(text);
    return `${about}${shown}: ${grouped(transient)} temporary, ${grouped(permanent)} final; ${markdownText(nameList(domains))}`;
  });
  return [`**Why deliveries failed**\n\n${markdownList(items)}`];
}

const namesOf = (domains: readonly string[]): string => longList(domains, MAX_DOMAINS, markdownCode);

const more = (all: number, shown: number): string =>
  all > shown ? `\nand ${many(all - shown, 'more domain')}: \`--format csv\` or \`json\` has all\n` : '';
