import { placeOf, type ProjectFacts, type Setting } from '../project/facts.ts';
import { allEmailSettings } from '../project/select.ts';
import { editsOf, removeSettings, renameSetting } from '../project/settings/settingEdits.ts';
import { ELEMENTS, NEWEST_KNOWN_API } from '../project/settings/elements.ts';
import { closestWord } from '../text/closestWord.ts';
import { EXPECTED_TO_FAIL } from './support/consequence.ts';
import { fix, preferredFix, type Rule } from './rule.ts';

export const unknownElement: Rule = {
  id: 'unknown-element',
  group: 'Settings file and scratch definition',
  severity: 'error',
  fix: 'fix',
  summary: '`EmailAdministrationSettings` has no such element',
  check(project, report) {
    for (const emailSettings of allEmailSettings(project)) {
      const present = new Set(emailSettings.settings.map(({ name }) => name));
      for (const setting of emailSettings.settings) {
        if (setting.fact || INHERITED.has(setting.name) || !isName(setting.name)) continue;
        const meant = suggestion(project, present, setting);
        report({
          at: placeOf(emailSettings.source, setting.nameRange),
          message: `${EXPECTED_TO_FAIL[emailSettings.layout.format]}: EmailAdministrationSettings has no element ${setting.name} up to API ${NEWEST_KNOWN_API}.0. ${meant === undefined ? 'Check the name, or remove the element.' : `Did you mean ${meant}?`}`,
          fixes: () => [
            meant === undefined
              ? undefined
              : preferredFix(
                  `Change to ${meant}`,
                  editsOf(emailSettings, ...renameSetting(emailSettings, setting, meant)),
                ),
            fix(`Remove ${setting.name}`, removeSettings(emailSettings, [setting])),
          ],
        });
      }
    }
  },
};

/** Every metadata type inherits it in the WSDL, though retrieved settings leave it out. */
const INHERITED = new Set(['fullName']);

/** What a merge conflict or half a tag leaves behind is `xml-syntax`'s finding. */
const isName = (name: string): boolean => /^[A-Za-z_][\w.:-]*$/.test(name);

/** A known name that the file does not have yet, and that the project's API version still has. */
function suggestion({ apiVersion }: ProjectFacts, present: ReadonlySet<string>, setting: Setting): string | undefined {
  const usable = ELEMENTS.filter(
    ({ name, deprecated, removedIn, since }) =>
      deprecated === undefined &&
      (removedIn === undefined || (apiVersion !== undefined && apiVersion < removedIn)) &&
      (apiVersion === undefined || since <= apiVersion) &&
      !present.has(name),
  ).map(({ name }) => name);
  const sameWord = usable.find((name) => name.toLowerCase() === `enable${setting.name.toLowerCase()}`);
  return sameWord ?? closestWord(setting.name, usable);
}
