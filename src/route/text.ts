import { appliedTls, decidedTls, type RouteOption } from '../project/routing/route.ts';
import { priorityName, priorityWords } from '../project/routing/filterOrder.ts';
import type { FilterRecord } from '../project/relays/records.ts';
import { printable } from '../text/printable.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import { recordPlace, type RouteView } from './view.ts';
import {
  caveatWords,
  mailWords,
  scopeWords,
  settingWords,
  stepWords,
  tlsReasonWords,
  routeConditionWords,
  routeOptionWords,
} from './words.ts';
import { NARROWEST, wrap } from '../output/wrap.ts';
import { type Style, plain } from '../output/style.ts';
import { counted } from '../output/words.ts';
import { capitalized } from '../text/words.ts';

/** As a person wants to read it: where the mail goes, why, and what each filter makes of it. */
export function routeText(view: RouteView, columns: number, style: Style = plain): string {
  const width = Math.max(columns, NARROWEST);
  const { route } = view;
  const [only] = route.options;
  const blocks = [
    only && route.options.length === 1 ? oneOption(view, only, width, style) : severalOptions(view, width, style),
    ...(route.caveats.length > 0 ? [lines(route.caveats.map(caveatWords), '', width)] : []),
    ...(route.steps.length > 0 ? [steps(view, width, style)] : []),
  ];
  return blocks.join('\n');
}

/** Hostile projects have thousands. */
const MAX_OPTIONS = 20;
const MAX_STEPS = 100;

function oneOption(view: RouteView, option: RouteOption, width: number, style: Style): string {
  const head = `${capitalized(mailWords(view.route.mail))} goes ${routeOptionWords(option)}, ${settingWords(option.tls)}.`;
  return lines([head], '', width, (line) => style('bold', line)) + lines(reasons(view, option), '  ', width);
}

function severalOptions(view: RouteView, width: number, style: Style): string {
  const { options, mail } = view.route;
  const head = `${capitalized(mailWords(mail))} can take one of ${options.length} routes:`;
  const decided = decidedTls(view.route);
  const blocks = options.slice(0, MAX_OPTIONS).map((option, index) => {
    const when = option.conditions.map((condition) =>
      routeConditionWords(condition, mail, (filter) => name(view, filter)),
    );
    const title = `${index + 1}. ${routeOptionWords(option)}, ${settingWords(option.tls)},`;
    return (
      lines([title], '  ', width) + lines([`if ${when.join(', and ')}.`, ...reasons(view, option)], '     ', width)
    );
  });
  return [
    lines([head], '', width, (line) => style('bold', line)),
    ...blocks,
    ...(options.length > MAX_OPTIONS ? [`  and ${counted(options.length - MAX_OPTIONS, 'more route')}\n`] : []),
    ...(decided === undefined
      ? []
      : [lines([`Either way, the TLS setting is ${tlsSettingLabel(decided)}.`], '', width)]),
  ].join('');
}

/** Which filter, and why that TLS setting. */
function reasons(view: RouteView, option: RouteOption): readonly string[] {
  const { filter } = option;
  const first = filter
    ? [`${capitalized(name(view, filter))} matches mail ${scopeWords(filter)}.`]
    : view.route.steps.length > 0 && option.conditions.length === 0
      ? ['No active domain filter matches it.']
      : [];
  const why = appliedTls({ ...view.route, options: [option] }).map(
    (one) => `${capitalized(tlsReasonWords(one, option))}.`,
  );
  return [...first, ...new Set(why)];
}

function steps(view: RouteView, width: number, style: Style): string {
  const { steps: all, options } = view.route;
  const takers = new Set(options.map(({ filter }) => filter));
  const decided = options.length === 1;
  const shown = all.slice(0, MAX_STEPS).map((step) => {
    const words = stepWords(step, decided && takers.has(step.filter));
    return lines([`${stepName(view, step.filter)}: ${words}`], '  ', width, (line) =>
      takers.has(step.filter) ? line : style('dim', line),
    );
  });
  const rest = all.length - shown.length;
  return [
    `${style('bold', 'Filters, in evaluation order')}\n`,
    ...shown,
    ...(rest > 0 ? [`  and ${rest} more\n`] : []),
  ].join('');
}

const name = (view: RouteView, filter: FilterRecord): string =>
  `the filter ${priorityWords(filter)} (${place(view, filter)})`;

/** `priority 10 (data/EmailDomainFilter.csv:2:1)` */
const stepName = (view: RouteView, filter: FilterRecord): string => `${priorityName(filter)} (${place(view, filter)})`;

function place(view: RouteView, filter: FilterRecord): string {
  const { file, line, column } = recordPlace(view, filter);
  return `${printable(file)}:${line}:${column}`;
}

const lines = (
  texts: readonly string[],
  indent: string,
  width: number,
  style: (line: string) => string = (line) => line,
): string =>
  texts
    .flatMap((text) => wrap(text, width - indent.length))
    .map((line) => `${indent}${style(line)}\n`)
    .join('');
