import { placeOf, type ProjectFacts, type Setting } from '../project/facts.ts';
import { settingsHolders } from '../project/select.ts';
import { inHolder, removeSettings, renameSetting } from '../project/settings/settingEdits.ts';
import { ELEMENTS, NEWEST_KNOWN_API } from '../project/settings/elements.ts';
import { closest } from '../text/closest.ts';
import { EXPECTED_TO_FAIL } from './support/consequence.ts';
import { fix, preferredFix, type Rule } from './rule.ts';

export const unknownElement: Rule = {
  id: 'unknown-element',
  group: 'Settings file and scratch definition',
  severity: 'error',
  fix: 'fix',
  summary: '`EmailAdministrationSettings` has no such element',
  check(project, report) {
    for (const holder of settingsHolders(project)) {
      const present = new Set(holder.settings.map(({ name }) => name));
      for (const setting of holder.settings) {
        if (setting.fact || INHERITED.has(setting.name) || !isName(setting.name)) continue;
        const meant = suggestion(project, present, setting);
        report({
          at: placeOf(holder.source, setting.nameRange),
          message: `${EXPECTED_TO_FAIL[holder.layout.format]}: EmailAdministrationSettings has no element ${setting.name}, up to API ${NEWEST_KNOWN_API}.0.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
          fixes: () => [
            meant === undefined
              ? undefined
              : preferredFix(`Change to ${meant}`, inHolder(holder, ...renameSetting(holder, setting, meant))),
            fix(`Remove ${setting.name}`, removeSettings(holder, [setting])),
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
  return sameWord ?? closest(setting.name, usable);
}
