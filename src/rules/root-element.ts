import { placeOf, type SettingsFile } from '../project/facts.ts';
import { isNamedAsSettings } from '../project/layout/names.ts';
import { attributesOf, type XmlElement } from '../formats/xml.ts';
import { insert, remove, replace, type TextEdit } from '../text/edit.ts';
import { rangeOf } from '../text/source.ts';
import { METADATA_NAMESPACE, ROOT_ELEMENT } from '../project/settings/elements.ts';
import { closestWord } from '../text/closestWord.ts';
import { preferredFix, type Rule } from './rule.ts';

export const rootElement: Rule = {
  id: 'root-element',
  group: 'Settings file and scratch definition',
  severity: 'error',
  fix: 'fix',
  summary: 'The root is not `EmailAdministrationSettings` in the metadata namespace',
  check(project, report) {
    for (const file of project.settingsFiles) {
      const { root, source } = file;
      if (!root || (!file.emailSettings && !isNamedAsSettings(source.file))) continue;
      const wrongName = root.name.replace(/^.*:/, '') !== ROOT_ELEMENT;
      if (!wrongName && hasNamespace(file, root)) continue;
      report({
        at: placeOf(source, root.nameRange),
        message: wrongName
          ? `These settings are not expected to reach the org: the root is ${root.name}, not ${ROOT_ELEMENT}.`
          : `These settings are not expected to reach the org: the root is not in the namespace ${METADATA_NAMESPACE}.`,
        fixes: () => [
          // Another type's file, or prefixed children, would need more than a new root.
          !repairable(root)
            ? undefined
            : preferredFix(`Make it <${ROOT_ELEMENT} xmlns="${METADATA_NAMESPACE}">`, {
                file: source.file,
                edits: repair(file, root),
              }),
        ],
      });
    }
  },
};

const repairable = ({ name, children }: XmlElement): boolean =>
  closestWord(name.replace(/^.*:/, ''), [ROOT_ELEMENT]) !== undefined &&
  !children.some((child) => child.name.includes(':'));

/** Namespaces in XML §5: an element belongs to the namespace that its prefix, or `xmlns`, is bound to. */
function hasNamespace({ source }: SettingsFile, root: XmlElement): boolean {
  const prefix = /^(.*):/.exec(root.name)?.[1];
  const binding = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`;
  return attributesOf(source.text, root).some(({ name, value }) => name === binding && value === METADATA_NAMESPACE);
}

function repair(file: SettingsFile, root: XmlElement): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  if (root.name !== ROOT_ELEMENT) {
    edits.push(replace(root.nameRange, ROOT_ELEMENT));
    if (root.endNameRange) edits.push(replace(root.endNameRange, ROOT_ELEMENT));
  }
  if (hasNamespace(file, root)) return edits;
  const attributes = attributesOf(file.source.text, root);
  const wrong = attributes.find(({ name }) => name === 'xmlns');
  if (wrong) edits.push(replace(wrong.valueRange, METADATA_NAMESPACE));
  else edits.push(insert(root.nameRange.end, ` xmlns="${METADATA_NAMESPACE}"`));
  // `<p:EmailAdministrationSettings xmlns:p="...">` no longer needs the prefix.
  const prefix = /^(.*):/.exec(root.name)?.[1];
  const declared = attributes.find(({ name }) => name === `xmlns:${prefix ?? ''}`);
  if (declared) edits.push(remove(rangeOf(declared.range.start - 1, declared.range.end)));
  return edits;
}
