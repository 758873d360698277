import { wrap } from './wrap.ts';
import { printable } from '../text/printable.ts';

/** Items with a dash before each, no wider than that. */
export const list = (items: readonly string[], width: number): string =>
  items
    .map((item) =>
      lines(wrap(printable(item), width - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`)),
    )
    .join('');

export const lines = (texts: readonly string[]): string => texts.map((text) => `${text.trimEnd()}\n`).join('');
