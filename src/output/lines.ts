import { NARROWEST_COLUMN, wrap } from './wrap.ts';
import { printable } from '../text/printable.ts';

/** Items with a dash before each, no wider than that. */
export const list = (items: readonly string[], width: number): string =>
  lines(items.flatMap((item) => listItem(printable(item), width)));

/** The lines of one item with a dash before the first. */
export const listItem = (item: string, width: number): readonly string[] => indented(item, width, '  - ', '    ');

/** A text broken into lines no wider than that, each with its indent. @param more the indent of all but the first */
export const indented = (text: string, width: number, indent: string, more = indent): readonly string[] =>
  wrap(text, Math.max(width - more.length, NARROWEST_COLUMN)).map(
    (line, index) => (index === 0 ? indent : more) + line,
  );

export const lines = (texts: readonly string[]): string => texts.map((text) => `${text.trimEnd()}\n`).join('');
