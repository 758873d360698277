import { printable } from '../text/printable.ts';

/**
 * HTML that can be written out as it is. Only this file makes it: a plain text can never pass for it, not even an
 * object out of a JSON file, since the key is a symbol.
 */
const SOURCE = Symbol('html');
export interface Html {
  readonly [SOURCE]: string;
}

export type HtmlPart = string | number | Html | readonly HtmlPart[];

/** A template whose values are escaped unless they are `Html` already; lists are written one after the other. */
export function markup(strings: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  let source = strings[0] ?? '';
  for (const [index, value] of values.entries()) source += sourceOf(value) + (strings[index + 1] ?? '');
  return { [SOURCE]: source };
}

export const NOTHING: Html = { [SOURCE]: '' };

/** For a style or script of our own, where the text is not HTML. */
export const verbatim = (ours: string): Html => ({ [SOURCE]: ours });

export const toText = (html: Html): string => html[SOURCE];

/**
 * For text between tags and for attribute values in quotes. Control characters, and those that reorder or hide text,
 * become escapes that can be seen.
 */
export const escapeHtml = (text: string): string =>
  printable(text).replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);

function sourceOf(value: HtmlPart): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return isList(value) ? value.map(sourceOf).join('') : value[SOURCE];
}

const isList = (value: HtmlPart): value is readonly HtmlPart[] => Array.isArray(value);

export interface Column {
  readonly title: HtmlPart;
  /** What a narrow screen writes beside each cell, where the row of titles is hidden. */
  readonly short: string;
  readonly kind?: string;
  /** Of the title alone, where `kind` is of the cells below it too. */
  readonly titleKind?: string;
}

export interface Row {
  /** Attributes of the row; each begins with a blank. */
  readonly attributes?: Html;
  readonly head: HtmlPart;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly content: HtmlPart;
  readonly kind?: string;
}

/**
 * A table with a heading for each row and column. Narrow screens show it stacked, which takes its meaning from a
 * table in some browsers; the roles keep it.
 */
export function table(kind: string, caption: HtmlPart, columns: readonly Column[], rows: readonly Row[]): Html {
  const titles = columns.map(
    ({ title, kind: own, titleKind }) =>
      markup`<th role="columnheader" scope="col"${classOf(own, titleKind)}>${title}</th>`,
  );
  const body = rows.map(({ attributes = NOTHING, head, cells }) => {
    const [, ...rest] = columns;
    const shown = cells.map(
      ({ content, kind: own }, index) =>
        markup`<td role="cell" data-label="${rest[index]?.short ?? ''}"${classOf(own, rest[index]?.kind)}>${content}</td>`,
    );
    return markup`<tr role="row"${attributes}><th role="rowheader" scope="row">${head}</th>${shown}</tr>\n`;
  });
  return markup`<table role="table" class="${kind}"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${titles}</tr></thead>
<tbody role="rowgroup">
${body}</tbody></table>
`;
}

function classOf(...kinds: readonly (string | undefined)[]): Html {
  const names = kinds.filter((kind) => kind !== undefined && kind !== '');
  return names.length === 0 ? NOTHING : markup` class="${names.join(' ')}"`;
}
