import { placeOf } from '../project/facts.ts';
import { allEmailSettings } from '../project/select.ts';
import { removeSettings } from '../project/settings/settingEdits.ts';
import { excerpt } from '../text/printable.ts';
import { fix, type Rule } from './rule.ts';

export const duplicateElement: Rule = {
  id: 'duplicate-element',
  group: 'Settings file and scratch definition',
  severity: 'error',
  fix: 'fix',
  summary: 'The element appears more than once',
  check(project, report) {
    for (const emailSettings of allEmailSettings(project)) {
      const first = new Map<string, (typeof emailSettings.settings)[number]>();
      for (const setting of emailSettings.settings) {
        const other = first.get(setting.name);
        if (!other) {
          first.set(setting.name, setting);
          continue;
        }
        const alike = other.text === setting.text;
        const values = alike ? '' : `, as ${excerpt(other.text)} and as ${excerpt(setting.text)}`;
        report({
          at: placeOf(emailSettings.source, setting.nameRange),
          message: `${WHICH[emailSettings.layout.format]}: ${setting.name} appears more than once${values}. Remove one.`,
          related: [{ at: placeOf(emailSettings.source, other.nameRange), message: 'the first one' }],
          fixes: () => [
            fix(`Remove this ${setting.name}`, removeSettings(emailSettings, [setting])),
            alike ? undefined : fix(`Remove the first ${setting.name}`, removeSettings(emailSettings, [other])),
          ],
        });
      }
    }
  },
};

/** RFC 8259 §4 leaves it open, but every JSON parser in use takes the last. */
const WHICH = { xml: 'Which value counts is not documented', json: 'Only the last value counts' } as const;
