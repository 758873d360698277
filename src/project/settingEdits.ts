import { insert, remove, replace, type FileEdit, type TextEdit } from '../text/edit.ts';
import { indentAt, newlineOf, startsLine, wholeLines } from '../text/lines.ts';
import type { Setting, SettingsHolder } from './facts.ts';
import { indentUnit, insertChild, removeChild } from './jsonEdits.ts';
import type { XmlElement } from './xml.ts';

/** Edits of a settings file or scratch definition; each keeps the file's format and order and touches nothing else. */

export const findSetting = (holder: SettingsHolder, name: string): Setting | undefined =>
  holder.settings.find((setting) => setting.name === name);

/** Edits of the holder's file as one change. */
export const inHolder = (holder: SettingsHolder, ...edits: readonly TextEdit[]): FileEdit => ({
  file: holder.source.file,
  edits,
});

/** Sets a boolean; a setting that is not there yet goes to its alphabetical place. */
export function putSetting(holder: SettingsHolder, name: string, value: boolean): TextEdit {
  const existing = findSetting(holder, name);
  return existing ? setValue(holder, existing, value) : insertSetting(holder, name, value);
}

export function setValue(holder: SettingsHolder, setting: Setting, value: boolean): TextEdit {
  const { text } = holder.source;
  const element = xmlElement(holder, setting);
  if (!element) {
    const valueMissing = setting.valueRange === setting.nameRange;
    return valueMissing
      ? replace(setting.range, `"${setting.name}": ${value}`)
      : replace(setting.valueRange, String(value));
  }
  if (element.selfClosing) return replace(element.range, xml(setting.name, value));
  const content = text.slice(element.content.start, element.content.end);
  // A comment or CDATA section in the value stays where it is.
  const keep = setting.text !== '' && content.includes('<!');
  return replace(keep ? setting.valueRange : element.content, String(value));
}

export function renameSetting(holder: SettingsHolder, setting: Setting, name: string): readonly TextEdit[] {
  const end = xmlElement(holder, setting)?.endNameRange;
  const edits = [replace(setting.nameRange, name)];
  return end ? [...edits, replace(end, name)] : edits;
}

export function removeSetting(holder: SettingsHolder, setting: Setting): TextEdit {
  const { text } = holder.source;
  if (holder.layout.format === 'xml') return remove(wholeLines(text, setting.range));
  const { object } = holder.layout;
  const child = object.children?.find((one) => one.offset === setting.range.start);
  return child ? removeChild(text, object, child) : remove(setting.range);
}

function insertSetting(holder: SettingsHolder, name: string, value: boolean): TextEdit {
  const { text } = holder.source;
  if (holder.layout.format === 'json') {
    const { object } = holder.layout;
    const before = object.children?.findLast((child) => String(child.children?.[0]?.value) < name);
    return insertChild(text, object, `"${name}": ${value}`, before);
  }
  return insertElement(text, holder.layout.root, name, xml(name, value));
}

function insertElement(text: string, root: XmlElement, name: string, element: string): TextEdit {
  const newline = newlineOf(text);
  const previous = root.children.findLast((child) => child.name < name);
  if (previous) {
    const at = behindComments(text, previous.range.end);
    return insert(at, `${ownLine(text, previous) ? newline + indentAt(text, previous.range.start) : ''}${element}`);
  }
  const [first] = root.children;
  if (first) {
    const gap = ownLine(text, first) ? newline + indentAt(text, first.range.start) : '';
    return insert(first.range.start, element + gap);
  }
  const indent = indentAt(text, root.range.start);
  const inner = `${newline}${indent}${indentUnit(text)}${element}${newline}${indent}`;
  if (!root.selfClosing)
    return replace(root.content, text.slice(root.content.start, root.content.end).trimEnd() + inner);
  const startTag = text.slice(root.startTag.start, root.startTag.end).replace(/\s*\/>$/, '>');
  return replace(root.range, `${startTag}${inner}</${root.name}>`);
}

const ownLine = (text: string, element: XmlElement): boolean => startsLine(text, element.range.start);

/** A comment behind an element, on the same line, belongs to it. */
function behindComments(text: string, offset: number): number {
  const match = /^(?:[ \t]*<!--[^\r\n]*?-->)+/.exec(text.slice(offset, offset + 1000));
  return offset + (match?.[0].length ?? 0);
}

function xmlElement(holder: SettingsHolder, setting: Setting): XmlElement | undefined {
  if (holder.layout.format !== 'xml') return undefined;
  return holder.layout.root.children.find((child) => child.range.start === setting.range.start);
}

const xml = (name: string, value: boolean): string => `<${name}>${value}</${name}>`;
