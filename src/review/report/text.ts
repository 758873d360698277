import type { Direction } from '../model.ts';
import { printable } from '../../text/printable.ts';
import { headline, worstFirst, type LocatedChange, type LocatedReview, type ReviewReport } from './report.ts';
import { DIRECTION_WORDS } from './words.ts';
import { excerptLines, findingBlock, where } from '../../check/text.ts';
import { indented } from '../../output/lines.ts';
import { wrap } from '../../output/wrap.ts';
import { type Style, type StyleName, plain } from '../../output/style.ts';
import type { Span } from '../../output/span.ts';

const DIRECTION_STYLE: Readonly<Record<Direction, StyleName>> = {
  worse: 'red',
  unknown: 'yellow',
  setup: 'yellow',
  better: 'green',
  neutral: 'dim',
};

/** As a person wants to read it: the verdict, each change with its line and what it does to mail, what to do by hand. */
export function reviewText(report: ReviewReport, width: number, style: Style = plain): string {
  const { verdict, direction, base, head, summary, projects } = report;
  const title = wrap(verdict, width).map((line) => style('bold', style(DIRECTION_STYLE[direction], line)));
  const compared = style('dim', `${printable(base)} → ${printable(head)}: ${summary}.`);
  const parts = projects
    .filter(({ changes, effects }) => changes.length + effects.length > 0)
    .map((project) => projectText(report, project, projects.length > 1, width, style));
  return [`${title.join('\n')}\n${compared}\n`, ...parts].join('\n');
}

function projectText(
  report: ReviewReport,
  project: LocatedReview,
  named: boolean,
  width: number,
  style: Style,
): string {
  const changes = worstFirst({ ...report, projects: [project] });
  const shown = new Set(changes.flatMap(({ effects }) => effects));
  // What no single change explains.
  const rest = project.effects.filter(({ text }) => !shown.has(text));
  const blocks = [
    ...changes.map((change) => changeBlock(report, change, width, style)),
    ...rest.map(({ text, effect }) => paragraph(text, effect.direction, width, style)),
    ...section(
      'Seen by preflights',
      project.preflights.map(({ text }) => lines(text, '  ', width).join('')),
      style,
    ),
    ...section(
      'Manual steps in Setup',
      project.setup.map(({ text }) => lines(`[ ] ${text}`, '  ', width, '      ').join('')),
      style,
    ),
    ...section(
      'New findings',
      project.appeared.map((one) => findingBlock({ lineOf: (span) => report.lineOf(span, 'after') }, one, style)),
      style,
    ),
    ...section(
      'Findings gone',
      project.gone.map((one) => lines(`${one.rule}: ${printable(one.message)}`, '  ', width).join('')),
      style,
    ),
    ...(project.omitted > 0 ? [`${project.omitted} domains or senders were not evaluated: there are too many.\n`] : []),
  ];
  const head = named ? [`${style('bold', printable(project.name))}\n`] : [];
  return [...head, ...blocks].join('\n');
}

function changeBlock(report: ReviewReport, located: LocatedChange, width: number, style: Style): string {
  const { change, effects, remark, before, after } = located;
  const colour = DIRECTION_STYLE[change.direction];
  const tag = style(colour, style('bold', DIRECTION_WORDS[change.direction]));
  const at = after ?? before;
  const side = after ? 'after' : 'before';
  const place = at ? `${where(at)}${after ? '' : ' (before)'}` : '';
  return [
    `${tag}  ${place}\n`,
    ...(at && !isStart(at)
      ? excerptLines({ lineOf: (span) => report.lineOf(span, side) }, at, (text) => style(colour, text), style).map(
          (line) => `${line}\n`,
        )
      : []),
    ...lines(headline(located), '  ', width),
    ...effects.flatMap((text) => lines(text, '    ', width)),
    ...(remark === undefined ? [] : lines(remark, '    ', width)),
  ].join('');
}

/** The whole file is meant. */
const isStart = ({ start, end }: Span): boolean => start.line === end.line && start.column === end.column;

const paragraph = (text: string, direction: Direction, width: number, style: Style): string =>
  `${style(DIRECTION_STYLE[direction], style('bold', DIRECTION_WORDS[direction]))}\n${lines(text, '  ', width).join('')}`;

const section = (title: string, blocks: readonly string[], style: Style): readonly string[] =>
  blocks.length === 0 ? [] : [`${style('bold', title)}\n${blocks.join('')}`];

const lines = (text: string, indent: string, width: number, more = indent): readonly string[] =>
  indented(printable(text), width, indent, more).map((line) => `${line}\n`);
