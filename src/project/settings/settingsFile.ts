import { trimmedRange } from '../../text/decoded.ts';
import { isEmpty, sourceText, type Range, type SourceText } from '../../text/source.ts';
import { elementFact, ROOT_ELEMENT } from './elements.ts';
import { readInlineTls, type InlineCandidate } from './inlineTls.ts';
import type { Setting, SettingsFile, EmailSettings } from '../facts.ts';
import { elementText, parseXml, type XmlElement } from '../../formats/xml.ts';

/** Reads a settings file in source or mdapi format. Never throws. */
export function readSettingsFile(file: string, text: string): SettingsFile {
  const source = sourceText(file, text);
  const { roots, comments, problem } = parseXml(text);
  const [root] = roots;
  const emailSettings = root !== undefined && isSettingsRoot(root.name) ? readEmailSettings(source, root) : undefined;
  return { source, problem, comments, root, emailSettings };
}

/** The name without its prefix: a wrong prefix or namespace is `root-element`'s business. */
const isSettingsRoot = (name: string): boolean => name.replace(/^.*:/, '') === ROOT_ELEMENT;

function readEmailSettings(source: SourceText, root: XmlElement): EmailSettings {
  const prefix = /^.*:/.exec(root.name)?.[0] ?? '';
  const candidates = root.children.map((element) => candidate(source, withoutPrefix(element, prefix)));
  const inline = readInlineTls(source, candidates);
  const taken = new Set(inline.elements.map(({ setting }) => setting));
  const settings = candidates.map(({ setting }) => setting).filter((setting) => !taken.has(setting));
  return { source, settings, inline, layout: { format: 'xml', root } };
}

/** In a file with a prefix, the names are those behind it. */
function withoutPrefix(element: XmlElement, prefix: string): XmlElement {
  if (prefix === '' || !element.name.startsWith(prefix)) return element;
  const cut = ({ start, end }: Range): Range => ({ start: start + prefix.length, end });
  const { endNameRange } = element;
  return {
    ...element,
    name: element.name.slice(prefix.length),
    nameRange: cut(element.nameRange),
    endNameRange: endNameRange && cut(endNameRange),
  };
}

function candidate(source: SourceText, element: XmlElement): InlineCandidate {
  const parts = element.children.length > 0 ? element.children : [element];
  const texts = parts.map((part) => ({ text: elementText(source.text, part), outer: part.range }));
  const [first] = texts;
  const text = element.children.length === 0 && first ? first.text.value.trim() : '';
  const valueRange = element.children.length === 0 && first ? trimmedRange(first.text) : element.content;
  const setting: Setting = {
    name: element.name,
    nameRange: element.nameRange,
    valueRange: isEmpty(valueRange) ? element.nameRange : valueRange,
    text,
    boolean: xsdBoolean(text),
    range: element.range,
    fact: elementFact(element.name),
  };
  return { setting, syntax: 'xml', texts };
}

/** XML Schema part 2 §3.2.2: `true`, `false`, `1`, `0`, blanks around them do not count. */
function xsdBoolean(text: string): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  return undefined;
}
