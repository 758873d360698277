import { findingRow, FINDINGS_HEAD } from '../../check/markdown.ts';
import { changeText, worstFirst, type LocatedReview, type ReviewReport } from './report.ts';
import { CLASS_WORDS, consequenceWords, DIRECTION_WORDS, treatmentWords } from './words.ts';
import { markdownText, markdownCode } from '../../output/markdown.ts';

/** By this a bot finds the comment that it wrote before. */
export const COMMENT_MARKER = '<!-- sf-deliverability-review -->';

/** How many rows a table may have. */
interface Limits {
  readonly effects: number;
  readonly rows: number;
}

/** GitHub takes comments of 65,536 characters. */
const LONGEST = 60_000;
const LIMITS: readonly Limits[] = [
  { effects: 40, rows: 100 },
  { effects: 10, rows: 20 },
  { effects: 3, rows: 3 },
];

/**
 * For a pull-request comment: a verdict, what happens to mail, what to do by hand; the rest is folded.
 *
 * @param box what stands before something to do; `[ ]` can be ticked on GitHub
 */
export function reviewMarkdown(report: ReviewReport, box = '[ ]'): string {
  const texts = LIMITS.map((limits) => () => withLimits(report, limits, box));
  for (const make of texts) {
    const text = make();
    if (text.length <= LONGEST) return text;
  }
  return heading(report);
}

const heading = ({ verdict, base, head, summary }: ReviewReport): string =>
  `${COMMENT_MARKER}\n**Email deliverability:** ${markdownText(verdict)}\n\n${markdownCode(base)} → ${markdownCode(head)}: ${markdownText(summary)}.\n`;

function withLimits(report: ReviewReport, limits: Limits, box: string): string {
  const { projects, notes } = report;
  const parts = projects
    .filter(({ changes, effects }) => changes.length + effects.length > 0)
    .flatMap((project) => projectParts(report, project, projects.length > 1, limits, box));
  const remarks = notes.slice(0, limits.rows).map((note) => `- ${markdownText(note)}\n`);
  return [heading(report), ...parts, ...(remarks.length > 0 ? [remarks.join('')] : [])].join('\n');
}

function projectParts(
  report: ReviewReport,
  project: LocatedReview,
  named: boolean,
  limits: Limits,
  box: string,
): readonly string[] {
  return [
    ...(named ? [`### ${markdownText(project.name)}\n`] : []),
    ...effectTable(project, limits),
    ...preflightList(project, limits),
    ...checkList(project, limits, box),
    ...details(report, project, limits),
  ];
}

function effectTable({ effects }: LocatedReview, { effects: most }: Limits): readonly string[] {
  if (effects.length === 0) return [];
  const rows = effects.slice(0, most).map(({ effect, who }) => {
    const cells = [
      `**${DIRECTION_WORDS[effect.direction]}**`,
      `${markdownText(who)} (${CLASS_WORDS[effect.domains]})`,
      markdownText(treatmentWords(effect.before)),
      markdownText(treatmentWords(effect.after)),
      markdownText(consequenceWords(effect).join(' ')),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return [
    `| | What mail | Before | Now | What happens |\n|---|---|---|---|---|\n${rows.join('')}${more(effects.length - rows.length)}`,
  ];
}

const preflightList = ({ preflights }: LocatedReview, { rows }: Limits): readonly string[] =>
  preflights.length === 0
    ? []
    : [
        `**Seen by preflights**\n\n${preflights
          .slice(0, rows)
          .map(({ direction, text }) => `- ${DIRECTION_WORDS[direction]}: ${markdownText(text)}\n`)
          .join('')}${more(preflights.length - rows)}`,
      ];

const checkList = ({ setup }: LocatedReview, { rows }: Limits, box: string): readonly string[] =>
  setup.length === 0
    ? []
    : [
        `**Manual steps in Setup**\n\n${setup
          .slice(0, rows)
          .map(({ text }) => `- ${box} ${markdownText(text)}\n`)
          .join('')}`,
      ];

function details(report: ReviewReport, project: LocatedReview, { rows }: Limits): readonly string[] {
  const changes = worstFirst({ ...report, projects: [project] });
  const lines = changes.slice(0, rows).map((located) => {
    const at = located.after ?? located.before;
    const place = at ? `${markdownCode(`${at.file}:${at.start.line}`)}${located.after ? '' : ' (before)'}: ` : '';
    return `- ${place}${markdownText(changeText(located))}\n`;
  });
  return [
    ...fold(`Changes (${changes.length})`, `${lines.join('')}${more(changes.length - lines.length)}`),
    ...fold(
      `New findings (${project.appeared.length})`,
      project.appeared.length > 0
        ? `${FINDINGS_HEAD}${project.appeared.slice(0, rows).map(findingRow).join('')}${more(project.appeared.length - rows)}`
        : '',
    ),
    ...fold(
      `Findings gone (${project.gone.length})`,
      `${project.gone
        .slice(0, rows)
        .map(({ rule, message }) => `- ${markdownCode(rule)}: ${markdownText(message)}\n`)
        .join('')}${more(project.gone.length - rows)}`,
    ),
    ...(project.omitted > 0 ? [`${project.omitted} domains or senders were not evaluated: there are too many.\n`] : []),
  ];
}

const fold = (title: string, content: string): readonly string[] =>
  content === '' ? [] : [`<details><summary>${title}</summary>\n\n${content}\n</details>\n`];

const more = (count: number): string => (count > 0 ? `\nand ${count} more\n` : '');
