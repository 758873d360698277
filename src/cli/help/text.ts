import { FILE_MEDIUM } from '../../output/formats.ts';
import { wrap } from '../../output/wrap.ts';
import { COMMON_EXITS, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { choiceNames, COMMON_OPTIONS, type Option, type Options } from '../options.ts';

/** Help as it stands on a terminal, wrapped to its width. Columns are undefined where there is no terminal. */

const NARROWEST = 40;
const PROGRAM = 'sf-deliverability';

/** The list of commands. */
export function overviewHelp(commands: readonly Command[], columns: number | undefined): string {
  const width = widthOf(columns);
  const list = commands.map(({ name, summary }): Row => [name, (room) => wrap(summary, room)]);
  const more = `${PROGRAM} help <command> or ${PROGRAM} <command> --help shows more; --version prints the version.`;
  return text([
    wrap(`${PROGRAM} <command>`, width),
    rows(list, 2, width),
    wrap(more, width),
    exitLines({ clean: 'clean', findings: 'findings, or mail that bounces' }, width),
  ]);
}

/** All that one command can do. */
export function commandHelp(command: Command, columns: number | undefined): string {
  const width = widthOf(columns);
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS } satisfies Options);
  return text([
    callTexts(command).flatMap((call) => wrap(call, width)),
    ...command.about.map((paragraph) => wrap(paragraph, width)),
    [
      'Options:',
      ...rows(
        options.map(([name, option]): Row => [optionHead(name, option), (room) => optionLines(option, room)]),
        2,
        width,
      ),
    ],
    exitLines(command.exits, width),
  ]);
}

/** `sf-deliverability check [PATH...] [OPTION...]` */
export const callTexts = ({ name, calls }: Pick<Command, 'name' | 'calls'>): readonly string[] =>
  calls.map((call) => `${PROGRAM} ${name} ${call === '' ? '' : `${call} `}[OPTION...]`);

/** `-h, --help`, `--format FORMAT`, `--simulate [SETTING]` */
export function optionHead(name: string, option: Option): string {
  const long = `${option.short === undefined ? '' : `-${option.short}, `}--${name}`;
  if (option.value === undefined) return long;
  return `${long} ${option.bare === true ? `[${option.value}]` : option.value}`;
}

/** What holds without an option, in words; undefined where nothing does. */
export const defaultText = (option: Option): string | undefined =>
  option.value === undefined ? undefined : (option.unset ?? option.default);

/** What choices mean, where they say so. */
export function meanings(option: Option): readonly (readonly [name: string, meaning: string])[] {
  const { choices } = option.value === undefined ? {} : option;
  return choices === undefined || Array.isArray(choices) ? [] : Object.entries(choices as Record<string, string>);
}

/** Codes and what they mean, in their order. */
export function exitTexts(exits: Command['exits']): readonly (readonly [code: string, meaning: string])[] {
  const all: Command['exits'] = { ...COMMON_EXITS, ...exits };
  return (['clean', 'findings', 'usage', 'interrupted'] as const).flatMap((name) => {
    const meaning = all[name];
    return meaning === undefined ? [] : [[String(EXIT[name]), meaning] as const];
  });
}

function optionLines(option: Option, room: number): readonly string[] {
  const listed = option.value === undefined || meanings(option).length > 0 ? undefined : option.choices;
  const holds = defaultText(option);
  const remarks = [
    ...(listed === undefined ? [] : [orList(choiceNames(listed))]),
    ...(option.value !== undefined && option.repeats === true ? ['may be repeated'] : []),
    ...(holds === undefined ? [] : [`default: ${holds}`]),
  ];
  return [
    ...wrap(`${option.help}${remarks.length === 0 ? '' : ` (${remarks.join('; ')})`}`, room),
    ...rows(
      meanings(option).map(([name, meaning]): Row => [name, (left) => wrap(meaning, left)]),
      2,
      room,
    ),
  ];
}

/** `a, b or c` */
const orList = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;

function exitLines(exits: Command['exits'], width: number): readonly string[] {
  const list = exitTexts(exits).map(([code, meaning]): Row => [code, (room) => wrap(meaning, room)]);
  return ['Exit code:', ...rows(list, 2, width)];
}

/** What stands on the left, and the lines beside it for a room of so many characters. */
type Row = readonly [head: string, lines: (room: number) => readonly string[]];

const WIDEST_HEAD = 24;
const GAP = 2;

/** Two columns. A head that is too wide for its own has a line of its own. */
function rows(list: readonly Row[], indent: number, width: number): readonly string[] {
  const column = Math.min(Math.max(0, ...list.map(([head]) => head.length)), WIDEST_HEAD);
  const left = indent + column + GAP;
  return list.flatMap(([head, lines]) => {
    const beside = lines(Math.max(width - left, 1));
    const [first = '', ...rest] = head.length > column ? ['', ...beside] : beside;
    const start = `${' '.repeat(indent)}${head.padEnd(column + GAP)}${first}`.trimEnd();
    return [start, ...rest.map((line) => `${' '.repeat(left)}${line}`)];
  });
}

const widthOf = (columns: number | undefined): number => Math.max(columns ?? FILE_MEDIUM.columns, NARROWEST);

const text = (blocks: readonly (readonly string[])[]): string =>
  blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
