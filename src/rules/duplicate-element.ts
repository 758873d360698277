import { placeOf } from '../project/facts.ts';
import { settingsHolders } from '../project/select.ts';
import { removeSettings } from '../project/settings/settingEdits.ts';
import { excerpt } from '../text/printable.ts';
import { fix, type Rule } from './rule.ts';

export const duplicateElement: Rule = {
  id: 'duplicate-element',
  group: 'Settings file and scratch definition',
  severity: 'error',
  fix: 'fix',
  summary: 'The element stands there twice',
  check(project, report) {
    for (const holder of settingsHolders(project)) {
      const first = new Map<string, (typeof holder.settings)[number]>();
      for (const setting of holder.settings) {
        const other = first.get(setting.name);
        if (!other) {
          first.set(setting.name, setting);
          continue;
        }
        const alike = other.text === setting.text;
        const values = alike ? '' : `, as ${excerpt(other.text)} and as ${excerpt(setting.text)}`;
        report({
          at: placeOf(holder.source, setting.nameRange),
          message: `${WHICH[holder.layout.format]}: ${setting.name} stands here more than once${values}. Remove one.`,
          related: [{ at: placeOf(holder.source, other.nameRange), message: 'the first one' }],
          fixes: () => [
            fix(`Remove this ${setting.name}`, removeSettings(holder, [setting])),
            alike ? undefined : fix(`Remove the first ${setting.name}`, removeSettings(holder, [other])),
          ],
        });
      }
    }
  },
};

/** RFC 8259 §4 leaves it open, but every JSON parser in use takes the last. */
const WHICH = { xml: 'Which value counts is not documented', json: 'Only the last value counts' } as const;
