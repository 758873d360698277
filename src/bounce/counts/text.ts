import type { BounceGroup, BounceReport } from './readReport.ts';
import { printable } from '../../text/printable.ts';
import { reportNotes, reportVerdict } from './words.ts';
import { CAUSE_STYLES } from '../report/text.ts';
import { caution, meaningText, whoText } from '../report/words.ts';
import { indented } from '../../output/lines.ts';
import { NARROWEST, wrap } from '../../output/wrap.ts';
import { type Style, plain } from '../../output/style.ts';

const MAX_GROUPS = 40;

/** The verdict, then each meaning with its count, the most frequent first. */
export function bounceReportText(report: BounceReport, columns: number, style: Style = plain): string {
  const width = Math.max(columns, NARROWEST);
  const lines = (text: string, indent = ''): readonly string[] => indented(printable(text), width, indent);
  const shown = report.groups.slice(0, MAX_GROUPS);
  const countWidth = String(report.records).length;
  const indent = ' '.repeat(countWidth + 2);
  const group = ({ meaning, cause, count, samples }: BounceGroup): readonly string[] => {
    const warning = caution(meaning);
    const title = `${meaningText(meaning)} (${meaning.code})${warning === undefined ? '' : `; ${warning}`}`;
    const [first = '', ...more] = wrap(printable(title), width - indent.length);
    return [
      `${style('bold', String(count).padStart(countWidth))}  ${first}`,
      ...more.map((line) => indent + line),
      `${indent}TLS: ${style(CAUSE_STYLES[cause.cause], cause.cause)}`,
      ...lines(`${meaning.todo} Who: ${whoText(meaning.who)}.`, indent),
      ...samples.flatMap((sample) => lines(`e.g. ${sample}`, indent)).map((line) => style('dim', line)),
    ];
  };
  const blocks = [
    wrap(reportVerdict(report), width).map((line) => style('bold', line)),
    reportNotes(report).flatMap((note) => lines(note)),
    ...shown.map(group),
    ...(report.groups.length > shown.length
      ? [[`${report.groups.length - shown.length} more meanings: see --format json`]]
      : []),
    ...(report.unclassified > 0
      ? [
          [
            `${style('bold', String(report.unclassified).padStart(countWidth))}  Not classified`,
            ...report.unclassifiedSamples.flatMap((sample) => lines(`e.g. ${sample}`, indent)),
          ],
        ]
      : []),
  ];
  return blocks.map((block) => `${block.join('\n')}\n`).join('\n');
}
