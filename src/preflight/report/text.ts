import type { DomainPreflight } from '../result.ts';
import { printable } from '../../text/printable.ts';
import { tlsSettingLabel, type TlsSetting } from '../../mail/tlsSetting.ts';
import { advice } from './advice.ts';
import { notesOf } from './notes.ts';
import { ownReason } from './reason.ts';
import type { PreflightView } from '../view.ts';
import {
  domainName,
  isRelay,
  judgedParts,
  kindCounts,
  kindUnder,
  shownSettings,
  verdictLine,
  worstFirst,
} from './words.ts';
import { NARROWEST, wrap } from '../../output/wrap.ts';
import { type Style, type StyleName, plain } from '../../output/style.ts';
import { outcomesText, KIND_STYLES } from '../../output/outcomes.ts';
import { sourceMark } from '../../output/judgedSetting.ts';
import { list, lines } from '../../output/lines.ts';

/** As a person wants to read it: the verdict, a table with the worst first, what to do. */
export function preflightText(view: PreflightView, columns: number, style: Style = plain): string {
  const width = Math.max(columns, NARROWEST);
  const blocks = [
    lines(wrap(verdictLine(view), width).map((line) => style(verdictStyle(view), style('bold', line)))),
    ...notesOf(view).map((note) => lines(wrap(printable(note), width))),
    ...judgedParts(view).map((part) => resultTable(part, width, style)),
    `${style('bold', 'What to do')}\n${list(advice(view), width)}`,
    ...(view.notProbed.length > 0
      ? [
          `${style('bold', 'Not probed')}\n${list(
            view.notProbed.map(({ entry, reason }) => `${entry}: ${reason}.`),
            width,
          )}`,
        ]
      : []),
  ];
  return blocks.join('\n');
}

/** `unencrypted` and a gap. */
const CELL = 13;
/** A longer name gets a line of its own. */
const MAX_NAME_LENGTH = 32;
/** With less room than this beside the table, the reason stands below its row. */
const LEAST_REASON = 44;
const GAP = '  ';

const verdictStyle = (view: PreflightView): StyleName => {
  const counts = kindCounts(view);
  return counts.bounce > 0 ? 'red' : counts['may-bounce'] + counts.unknown > 0 ? 'yellow' : 'green';
};

/** Of results that are judged under one setting. */
function resultTable(view: PreflightView, width: number, style: Style): string {
  const settings = shownSettings(view);
  const domains = worstFirst(view);
  const title = domains.some(isRelay) ? 'Relay' : 'Domain';
  const longest = Math.max(...domains.map((domain) => domainName(domain).length), title.length);
  // Never so wide that the settings do not fit beside it.
  const nameWidth = Math.min(longest, MAX_NAME_LENGTH, width - settings.length * CELL - GAP.length);
  const tableWidth = nameWidth + GAP.length + settings.length * CELL;
  const beside = width - tableWidth >= LEAST_REASON;
  const reasonWidth = width - (beside ? tableWidth : 4);
  const table: Table = { view, title, settings, nameWidth, style, beside, reasonWidth };
  return head(table) + domains.map((domain) => row(domain, table)).join('');
}

interface Table {
  readonly view: PreflightView;
  /** Of the names. */
  readonly title: string;
  readonly settings: readonly TlsSetting[];
  readonly nameWidth: number;
  readonly style: Style;
  /** Whether the reason stands beside the row, or below. */
  readonly beside: boolean;
  readonly reasonWidth: number;
}

/** A line for each word, since `Preferred Verify` is wider than any outcome. */
function head({ view, title, settings, nameWidth, style, beside }: Table): string {
  const mark = sourceMark(view.settingSource);
  const titles = settings.map((setting, index) => [
    ...tlsSettingLabel(setting).split(' '),
    ...(index === 0 && mark !== '' ? wrap(mark, CELL - 1) : []),
  ]);
  const [, ...below] = Array.from({ length: Math.max(...titles.map(({ length }) => length)) }, (_, at) =>
    titles.map((words) => words[at] ?? ''),
  );
  const line = (first: string, cells: readonly string[], last: string): string =>
    `${[first.padEnd(nameWidth), GAP, ...cells.map((one) => one.padEnd(CELL)), last].join('').trimEnd()}\n`;
  const first = titles.map(([word]) => word ?? '');
  const all = [line(title, first, beside ? 'Why' : ''), ...below.map((words) => line('', words, ''))];
  return all.map((text) => `${style('dim', text.trimEnd())}\n`).join('');
}

function row(domain: DomainPreflight, table: Table): string {
  const { view, settings, nameWidth, style, beside, reasonWidth } = table;
  const name = printable(domainName(domain));
  const cells = settings.map((setting) => wrap(outcomesText(domain.outcomes[setting]), CELL - 1));
  /** `unencrypted` and, below it, `or TLS`: no word is broken. */
  const cellLine = (at: number): string =>
    settings
      .map((setting, index) => {
        const words = cells[index]?.[at] ?? '';
        const styled = style(KIND_STYLES[kindUnder(domain, setting)], index === 0 ? style('bold', words) : words);
        return (words === '' ? '' : styled) + ' '.repeat(CELL - words.length);
      })
      .join('');
  const why = printable(ownReason(domain, view.setting));
  const reason = why === '' ? [] : wrap(why, reasonWidth);
  const alone = name.length > nameWidth;
  const start = alone ? `${name}\n${' '.repeat(nameWidth)}` : name.padEnd(nameWidth);
  const height = Math.max(...cells.map(({ length }) => length), beside ? reason.length : 0);
  const indent = ' '.repeat(nameWidth);
  const shown = Array.from(
    { length: height },
    (_, at) => `${at === 0 ? start : indent}${GAP}${cellLine(at)}${beside ? (reason[at] ?? '') : ''}`,
  );
  return lines([...shown, ...(beside ? [] : reason.map((line) => `    ${style('dim', line)}`))]);
}
