import { printable } from '../text/printable.ts';

/** Text from outside must not become a link, an image, HTML or a new cell. A bare `http://` or `www.` is a link too. */
export const escapeMarkdown = (text: string): string =>
  printable(text).replace(/[\\`*_[\]<>#|~@&$]|:(?=\/\/)|(?<=www)\./gi, (char) => `&#${char.charCodeAt(0)};`);

/** Text becomes neither a link nor a mention: an empty comment keeps `@` and the name behind it apart. */
export const markdownText = (raw: string): string => escapeMarkdown(raw).replaceAll('&#64;', '&#64;<!-- -->');

/** A code span in a table cell; backticks and bars cannot be escaped inside one. */
export const markdownCode = (raw: string): string => `<code>${markdownText(raw)}</code>`;

/** @param items written as they stand */
export const markdownList = (items: readonly string[]): string => items.map((item) => `- ${item}\n`).join('');
