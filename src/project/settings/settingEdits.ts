import { remove, replace, type FileEdit, type TextEdit } from '../../text/edit.ts';
import { startsLine, wholeLines } from '../../text/lines.ts';
import { rangeOf, type Range } from '../../text/source.ts';
import type { Setting, EmailSettings } from '../facts.ts';
import { insertChildren, removeChildren } from '../../formats/jsonEdits.ts';
import type { XmlElement } from '../../formats/xml.ts';
import { insertChild } from '../../formats/xmlEdits.ts';

/** Edits of a settings file or scratch definition; each keeps the file's format and order and touches nothing else. */

/** The setting of that name; of several, the one that counts in JSON, and the first in XML, where nobody says which does. */
export const findSetting = (emailSettings: EmailSettings, name: string): Setting | undefined =>
  emailSettings.layout.format === 'json'
    ? emailSettings.settings.findLast((setting) => setting.name === name)
    : emailSettings.settings.find((setting) => setting.name === name);

/** Edits of the holder's file as one change. */
export const editsOf = (emailSettings: EmailSettings, ...edits: readonly TextEdit[]): FileEdit => ({
  file: emailSettings.source.file,
  edits,
});

/** Sets a boolean; a setting that is not there yet goes to its alphabetical place. */
export function putSetting(emailSettings: EmailSettings, name: string, value: boolean): FileEdit | undefined {
  const existing = findSetting(emailSettings, name);
  return existing
    ? setValue(emailSettings, existing, value)
    : editsOf(emailSettings, ...insertSetting(emailSettings, name, value));
}

/** Undefined where there is no readable value to replace: JSON that is still being typed. */
export function setValue(emailSettings: EmailSettings, setting: Setting, value: boolean): FileEdit | undefined {
  const { text } = emailSettings.source;
  const element = xmlElement(emailSettings, setting);
  if (!element) {
    if (setting.text === '') return undefined;
    return editsOf(emailSettings, replace(setting.valueRange, String(value)));
  }
  if (element.selfClosing) return editsOf(emailSettings, replace(element.range, xml(element.name, value)));
  const content = text.slice(element.content.start, element.content.end);
  // A comment or CDATA section in the value stays where it is.
  const keep = setting.text !== '' && content.includes('<!');
  return editsOf(emailSettings, replace(keep ? setting.valueRange : element.content, String(value)));
}

export function renameSetting(emailSettings: EmailSettings, setting: Setting, name: string): readonly TextEdit[] {
  const end = xmlElement(emailSettings, setting)?.endNameRange;
  const edits = [replace(setting.nameRange, name)];
  // The name may stand behind a prefix.
  const length = setting.nameRange.end - setting.nameRange.start;
  return end ? [...edits, replace(rangeOf(end.end - length, end.end), name)] : edits;
}

/** Takes settings out, each with its line, or with one comma. */
export function removeSettings(emailSettings: EmailSettings, settings: readonly Setting[]): FileEdit {
  const { text } = emailSettings.source;
  if (emailSettings.layout.format === 'xml')
    return editsOf(emailSettings, ...settings.map(({ range }) => remove(withLine(text, range))));
  const { object } = emailSettings.layout;
  const children = (object.children ?? []).filter((child) =>
    settings.some(({ range }) => range.start === child.offset),
  );
  return editsOf(emailSettings, ...removeChildren(text, object, children));
}

/** An element's whole line; before a comment that shares its line, the element and the blanks behind it. */
function withLine(text: string, range: Range): Range {
  const whole = wholeLines(text, range);
  if (whole.end !== range.end || whole.start !== range.start || !startsLine(text, range.start)) return whole;
  const blanks = /^[ \t]*/.exec(text.slice(range.end, range.end + 200))?.[0].length ?? 0;
  return rangeOf(range.start, range.end + blanks);
}

function insertSetting(emailSettings: EmailSettings, name: string, value: boolean): readonly TextEdit[] {
  const { text } = emailSettings.source;
  if (emailSettings.layout.format === 'json') {
    const { object } = emailSettings.layout;
    const before = object.children?.findLast((child) => String(child.children?.[0]?.value) < name);
    return insertChildren(text, object, [`"${name}": ${value}`], before);
  }
  const prefix = /^.*:/.exec(emailSettings.layout.root.name)?.[0] ?? '';
  const { children } = emailSettings.layout.root;
  const after = children.findLast((child) => child.name < prefix + name);
  return [insertChild(text, emailSettings.layout.root, { after, before: children[0] }, xml(prefix + name, value))];
}

function xmlElement(emailSettings: EmailSettings, setting: Setting): XmlElement | undefined {
  if (emailSettings.layout.format !== 'xml') return undefined;
  return emailSettings.layout.root.children.find((child) => child.range.start === setting.range.start);
}

const xml = (name: string, value: boolean): string => `<${name}>${value}</${name}>`;
