import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decoded, verbatim, type DecodedText } from '../text/decoded.ts';
import { rangeOf, type Range } from '../text/source.ts';

/**
 * XML with exact ranges, tolerant while somebody types. fast-xml-parser gives the tree and where each element starts
 * and ends; names, contents and comments are read from the text itself.
 */
export interface XmlElement {
  readonly name: string;
  readonly nameRange: Range;
  /** From `<` of the start tag to `>` of the end tag. */
  readonly range: Range;
  readonly startTag: Range;
  /** Between the tags; empty for `<a/>`. */
  readonly content: Range;
  /** The name in the end tag; absent for `<a/>` and for an element that is never closed. */
  readonly endNameRange: Range | undefined;
  readonly selfClosing: boolean;
  readonly children: readonly XmlElement[];
}

export interface XmlComment {
  readonly range: Range;
  readonly text: string;
}

export interface XmlProblem {
  readonly message: string;
  readonly offset: number;
}

export interface XmlDocument {
  /** The elements at the top, in order; a well-formed document has one. */
  readonly roots: readonly XmlElement[];
  readonly comments: readonly XmlComment[];
  /** Why the text is not well-formed. */
  readonly problem: XmlProblem | undefined;
}

export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
  /** Name, `=` and value. */
  readonly range: Range;
  /** Between the quotes. */
  readonly valueRange: Range;
}

const nothing = (): void => undefined;

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  // Nor are those looked at that a document type declares: the library's decoder checks them with a large package.
  entityDecoder: {
    reset: nothing,
    setXmlVersion: nothing,
    setExternalEntities: nothing,
    addInputEntities: nothing,
    decode: (text) => text,
  },
  // Names are read from the text. A prefix keeps hostile ones (`__proto__`) apart from the parser's own keys.
  transformTagName: (name) => `${ELEMENT_KEY}${name}`,
});

const ELEMENT_KEY = 'e:';
const META = XMLParser.getMetaDataSymbol() as unknown as symbol;

/** Never throws: what cannot be read is left out, and `problem` says why. */
export function parseXml(text: string): XmlDocument {
  const { nodes, length } = parseTolerant(text);
  const roots = nodes === undefined ? [] : elements(text, nodes, length);
  return { roots, comments: findComments(text), problem: findProblem(text, nodes !== undefined, roots) };
}

/** The attributes of a start tag. */
export function attributesOf(text: string, element: XmlElement): readonly XmlAttribute[] {
  const { start, end } = element.startTag;
  const tag = text.slice(start, end);
  return [...tag.matchAll(/\s([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')/g)].map((match) => {
    const [whole, name = '', quoted = ''] = match;
    const last = start + match.index + whole.length;
    return {
      name,
      value: decodeEntities(quoted.slice(1, -1)),
      range: rangeOf(start + match.index + 1, last),
      valueRange: rangeOf(last - quoted.length + 1, last - 1),
    };
  });
}

/** The text of an element without comments and child elements, CDATA unwrapped, entities decoded. */
export function elementText(text: string, element: XmlElement): DecodedText {
  const { start, end } = element.content;
  const content = text.slice(start, end);
  if (!/[<&]/.test(content)) return verbatim(content, start);
  const pieces: { value: string; source: Range }[] = [];
  const add = (from: number, to: number, value = text.slice(from, to)): void => {
    if (to > from) pieces.push({ value, source: rangeOf(from, to) });
  };
  const special = /<!--[^]*?(?:-->|$)|<!\[CDATA\[([^]*?)(?:\]\]>|$)|<[^>]*>?|&(#x[0-9a-f]+|#\d+|\w+);/gi;
  const childEnds = new Map(element.children.map(({ range }) => [range.start, range.end]));
  let done = start;
  let skipUntil = start;
  for (const match of content.matchAll(special)) {
    const at = start + match.index;
    if (at < skipUntil) continue;
    add(done, at);
    const cdata = match[1];
    const entity = match[2];
    if (cdata !== undefined) add(at + CDATA_OPEN, at + CDATA_OPEN + cdata.length);
    if (entity !== undefined) add(at, at + match[0].length, decodeEntity(entity) ?? match[0]);
    done = skipUntil = childEnds.get(at) ?? at + match[0].length;
  }
  add(done, end);
  return decoded(pieces, element.content);
}

const CDATA_OPEN = '<![CDATA['.length;

type Node = Record<string, unknown> & { readonly [META]?: { readonly startIndex: number; readonly endIndex?: number } };

/** The tree, and how much of the text it covers; no tree if even the finished part cannot be parsed. */
function parseTolerant(text: string): { readonly nodes: readonly Node[] | undefined; readonly length: number } {
  const parse = (length: number): readonly Node[] | undefined => {
    try {
      return parser.parse(text.slice(0, length)) as readonly Node[];
    } catch {
      return undefined;
    }
  };
  const whole = parse(text.length);
  if (whole) return { nodes: whole, length: text.length };
  const length = unfinishedAt(text) ?? text.length;
  return { nodes: parse(length), length };
}

/** Where the first tag, comment or section starts that is never finished; the parser refuses such a text whole. */
function unfinishedAt(text: string): number | undefined {
  let at = text.indexOf('<');
  while (at >= 0) {
    const end = constructEnd(text, at);
    if (end === undefined) return at;
    at = text.indexOf('<', end);
  }
  return undefined;
}

/** What begins with `<` and is no plain tag: it ends where its closing stands, whatever is between. */
const CONSTRUCTS = [
  { opening: '<!--', closing: '-->', name: 'a comment' },
  { opening: '<![CDATA[', closing: ']]>', name: 'a CDATA section' },
  { opening: '<?', closing: '?>', name: 'a tag' },
] as const;

const constructAt = (text: string, at: number) => CONSTRUCTS.find(({ opening }) => text.startsWith(opening, at));

function constructEnd(text: string, at: number): number | undefined {
  const construct = constructAt(text, at);
  if (construct === undefined) return tagEnd(text, at, text.length);
  const { opening, closing } = construct;
  // `<!-->` does not close itself: the end is looked for behind the opening.
  const end = text.indexOf(closing, at + opening.length);
  return end < 0 ? undefined : end + closing.length;
}

/** The offset behind the `>` that ends the tag at `start`; a `>` within quotes does not count. */
function tagEnd(text: string, start: number, limit: number): number | undefined {
  let quote = '';
  for (let i = start + 1; i < limit; i++) {
    const char = text[i] ?? '';
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return i + 1;
  }
  return undefined;
}

function elements(text: string, nodes: readonly Node[], parentEnd: number): XmlElement[] {
  const found: XmlElement[] = [];
  for (const node of nodes) {
    const start = node[META]?.startIndex;
    if (start === undefined) continue;
    const children = Object.entries(node).find(([key]) => key.startsWith(ELEMENT_KEY))?.[1];
    if (!Array.isArray(children)) continue;
    found.push(element(text, start, node[META]?.endIndex, parentEnd, children as Node[]));
  }
  return found;
}

function element(
  text: string,
  start: number,
  endIndex: number | undefined,
  parentEnd: number,
  nodes: readonly Node[],
): XmlElement {
  const end = Math.min(endIndex ?? parentEnd, text.length);
  const startTagEnd = tagEnd(text, start, end) ?? end;
  const nameLength = /^[^\s/>]*/.exec(text.slice(start + 1, startTagEnd))?.[0].length ?? 0;
  const selfClosing = text.startsWith('/>', startTagEnd - 2);
  const closeAt = endIndex === undefined || selfClosing ? -1 : text.lastIndexOf('</', end - 1);
  const closed = closeAt >= startTagEnd;
  const openEnd = selfClosing ? startTagEnd : end;
  const contentEnd = closed ? closeAt : openEnd;
  return {
    name: text.slice(start + 1, start + 1 + nameLength),
    nameRange: rangeOf(start + 1, start + 1 + nameLength),
    range: rangeOf(start, end),
    startTag: rangeOf(start, startTagEnd),
    content: rangeOf(startTagEnd, contentEnd),
    endNameRange: closed ? endName(text, closeAt + 2, end) : undefined,
    selfClosing,
    children: elements(text, nodes, contentEnd),
  };
}

function endName(text: string, start: number, end: number): Range {
  const length = /^[^\s>]*/.exec(text.slice(start, end))?.[0].length ?? 0;
  return rangeOf(start, start + length);
}

function findComments(text: string): readonly XmlComment[] {
  const found: XmlComment[] = [];
  // indexOf, not one expression: a lazy match tried at each of many unfinished comments takes quadratic time.
  for (let at = text.indexOf('<!'); at >= 0; at = text.indexOf('<!', at)) {
    const end = constructEnd(text, at);
    if (text.startsWith('<!--', at)) {
      if (end === undefined) break;
      found.push({ range: rangeOf(at, end), text: text.slice(at + '<!--'.length, end - '-->'.length) });
    }
    at = end ?? text.length;
  }
  return found;
}

function findProblem(text: string, readable: boolean, roots: readonly XmlElement[]): XmlProblem | undefined {
  // The validator reports an empty text without a place.
  if (text.trim() === '') return { message: 'the file is empty', offset: 0 };
  // Its successor is a package of its own with three more dependencies and no further finding (decision 0003).
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const result = XMLValidator.validate(text);
  if (result !== true) {
    const unfinished = unfinishedAt(text);
    if (unfinished !== undefined) return { message: unfinishedMessage(text, unfinished), offset: unfinished };
    return { message: explain(result.err.msg), offset: offsetOf(text, result.err.line, result.err.col) };
  }
  if (!readable) return { message: 'it is nested too deeply, or has a document type that cannot be read', offset: 0 };
  const second = roots[1];
  return second && { message: 'there is more than one root element', offset: second.range.start };
}

const unfinishedMessage = (text: string, at: number): string =>
  `${constructAt(text, at)?.name ?? 'a tag'} is opened here and never closed`;

/** The validator's message in the words of a person who knows XML only from such files. */
function explain(message: string): string {
  const open = /^Invalid '\[(.*)\]' found\.$/s.exec(message)?.[1];
  if (open !== undefined) {
    const names = [...open.matchAll(/"([^"]*)"/g)].map((match) => `<${match[1] ?? ''}>`);
    return `the file ends before ${names.reverse().join(' and ')} ${names.length > 1 ? 'are' : 'is'} closed`;
  }
  const plain = message.replace(/\.$/, '').replace(/\s*\(opened in line (\d+), col (\d+)\)/, ' of line $1');
  // Not `xML declaration`.
  return plain.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** The validator counts lines from 1, by LF alone; where it finds no start tag at all, it names no column. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', start);
    if (next < 0) break;
    start = next + 1;
  }
  return Math.min(start + Math.max((column || 1) - 1, 0), text.length);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML 1.0 §4.1 and §4.6: character references and the five predefined entities. */
function decodeEntity(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

const decodeEntities = (text: string): string =>
  text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => decodeEntity(name) ?? whole);
