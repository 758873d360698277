import { ELEMENTS, METADATA_NAMESPACE, ROOT_ELEMENT } from '../project/settings/elements.ts';
import type { Range } from '../text/source.ts';

/** What fits at a place of a settings file, while it is being typed: so the text itself is looked at, not the tree. */
export interface Completion {
  readonly label: string;
  /** Snippet text: `$1` is where the cursor goes. */
  readonly snippet: string;
  /** What it replaces. */
  readonly range: Range;
  readonly kind: 'element' | 'value';
}

export function settingsCompletions(
  text: string,
  offset: number,
  apiVersion: number | undefined,
): readonly Completion[] {
  const before = text.slice(0, offset);
  if (insideComment(before)) return [];
  const value = /<([A-Za-z]+)>\s*([A-Za-z]*)$/.exec(before);
  if (value && value[1] !== ROOT_ELEMENT)
    return elementNamed(value[1]) ? booleans(offset - (value[2]?.length ?? 0), wordEnd(text, offset)) : [];
  const closing = /<\/([A-Za-z]*)$/.exec(before);
  if (closing) return closingTag(before, offset - (closing[1]?.length ?? 0), wordEnd(text, offset));
  const typed = /(?:^|[\s>])(<?[A-Za-z]*)$/.exec(before)?.[1];
  if (typed === undefined) return [];
  const range = { start: offset - typed.length, end: typed === '' ? offset : wordEnd(text, offset) };
  if (!before.includes(`<${ROOT_ELEMENT}`)) return [root(range)];
  return text.lastIndexOf(`</${ROOT_ELEMENT}`, offset - 1) >= 0 ? [] : elements(text, range, apiVersion);
}

/** Known elements that the file does not have yet. */
function elements(text: string, range: Range, apiVersion: number | undefined): readonly Completion[] {
  return ELEMENTS.filter(
    ({ name, deprecated, removedIn, since }) =>
      deprecated === undefined &&
      removedIn === undefined &&
      (apiVersion === undefined || since <= apiVersion) &&
      !text.includes(`<${name}>`),
  ).map(({ name }) => ({ label: name, snippet: `<${name}>\${1|true,false|}</${name}>`, range, kind: 'element' }));
}

const booleans = (start: number, end: number): readonly Completion[] =>
  ['true', 'false'].map((label) => ({ label, snippet: label, range: { start, end }, kind: 'value' }));

/** The name of the element that is open, with its `>`. */
function closingTag(before: string, start: number, end: number): readonly Completion[] {
  const open: string[] = [];
  for (const [, slash, name = '', selfClosing] of before.matchAll(/<(\/?)([A-Za-z][\w.:-]*)[^<>]*?(\/?)>/g)) {
    if (slash) open.pop();
    else if (!selfClosing) open.push(name);
  }
  const name = open.at(-1);
  return name === undefined ? [] : [{ label: name, snippet: `${name}>`, range: { start, end }, kind: 'element' }];
}

const root = (range: Range): Completion => ({
  label: ROOT_ELEMENT,
  snippet: `<${ROOT_ELEMENT} xmlns="${METADATA_NAMESPACE}">\n    $0\n</${ROOT_ELEMENT}>`,
  range,
  kind: 'element',
});

const elementNamed = (name: string | undefined): boolean => ELEMENTS.some((element) => element.name === name);

const insideComment = (before: string): boolean => before.lastIndexOf('<!--') > before.lastIndexOf('-->');

const wordEnd = (text: string, offset: number): number =>
  offset + (/^[A-Za-z]*>?/.exec(text.slice(offset, offset + 200))?.[0].replace('>', '').length ?? 0);
