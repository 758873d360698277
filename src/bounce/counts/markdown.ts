import type { BounceReport } from './readReport.ts';
import { reportNotes, reportVerdict } from './words.ts';
import { caution, meaningText, whoText } from '../report/words.ts';
import { escapeMarkdown } from '../../output/markdown.ts';

const HEAD = '| Count | TLS | Meaning | Who needs to act | What to do |\n|---:|---|---|---|---|\n';

/** For a ticket: no sample in it names a person. */
export function bounceReportMarkdown(report: BounceReport): string {
  const rows = report.groups.map(({ meaning, cause, count, samples }) => {
    const warning = caution(meaning);
    const title = `${meaningText(meaning)} (${meaning.code})${warning === undefined ? '' : `; ${warning}`}`;
    const example = samples[0] === undefined ? '' : `<br>e.g. ${escapeMarkdown(samples[0])}`;
    return `| ${count} | ${cause.cause} | ${escapeMarkdown(title)}${example} | ${escapeMarkdown(whoText(meaning.who))} | ${escapeMarkdown(meaning.todo)} |\n`;
  });
  const unclassified = report.unclassified > 0 ? [`| ${report.unclassified} | unknown | Not classified | | |\n`] : [];
  return [
    `**Bounces.** ${escapeMarkdown(reportVerdict(report))}\n`,
    ...reportNotes(report).map((note) => `> ${escapeMarkdown(note)}\n`),
    HEAD + [...rows, ...unclassified].join(''),
  ].join('\n');
}
