import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { decoded, type DecodedText } from '../text/decoded.ts';
import { rangeOf, type Range } from '../text/source.ts';

export type { Node } from 'jsonc-parser';

export interface JsonProblem {
  readonly message: string;
  readonly range: Range;
}

export interface JsonProperty {
  readonly name: string;
  /** Between the quotes of the key. */
  readonly nameRange: Range;
  /** Key, colon and value. */
  readonly range: Range;
  readonly value: Node | undefined;
}

/** Deeper than any real file; jsonc-parser is recursive. */
const DEEPEST = 200;

/** Never throws. The tree holds what could be read; comments and trailing commas are allowed, as in VS Code's own files. */
export function parseJson(text: string): {
  readonly root: Node | undefined;
  readonly problem: JsonProblem | undefined;
} {
  if (tooDeep(text)) return { root: undefined, problem: { message: 'nested too deeply', range: rangeOf(0, 0) } };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [first] = errors;
  const problem = first && {
    message: words(printParseErrorCode(first.error)),
    range: rangeOf(first.offset, Math.min(first.offset + first.length, text.length)),
  };
  return { root, problem };
}

export const nodeRange = (node: Node): Range => rangeOf(node.offset, node.offset + node.length);

/** The properties of an object in order, duplicates included; none for anything else. */
export function properties(node: Node | undefined): readonly JsonProperty[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (key === undefined) return [];
    return [
      {
        name: String(key.value),
        nameRange: rangeOf(key.offset + 1, key.offset + key.length - 1),
        range: rangeOf(property.offset, value ? value.offset + value.length : key.offset + key.length),
        value,
      },
    ];
  });
}

/** The last property of that name: the one that counts for every JSON reader. */
export function property(node: Node | undefined, name: string): JsonProperty | undefined {
  return properties(node).findLast((one) => one.name === name);
}

/** A string literal's value; every unit of it knows where it stands between the quotes. */
export function stringText(text: string, node: Node): DecodedText {
  const start = node.offset + 1;
  const closed = node.length > 1 && text[node.offset + node.length - 1] === '"';
  const end = node.offset + node.length - (closed ? 1 : 0);
  const raw = text.slice(start, end);
  const pieces = [...raw.matchAll(/\\u[0-9a-fA-F]{4}|\\.|[^\\]+|\\/g)].map((match) => ({
    value: unescape(match[0]),
    source: rangeOf(start + match.index, start + match.index + match[0].length),
  }));
  return decoded(pieces, rangeOf(start, end));
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** RFC 8259 §7. */
function unescape(piece: string): string {
  if (!piece.startsWith('\\')) return piece;
  const letter = piece.charAt(1);
  return piece.length === 6 ? String.fromCharCode(Number.parseInt(piece.slice(2), 16)) : (ESCAPES[letter] ?? letter);
}

function tooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"' || char === '\n') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** `ValueExpected` -> `value expected`. */
const words = (code: string): string => code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
