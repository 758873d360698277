import { placeOf } from '../project/facts.ts';
import { settingsHolders } from '../project/select.ts';
import { inHolder, removeSetting } from '../project/settingEdits.ts';
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
        report({
          at: placeOf(holder.source, setting.nameRange),
          message: `Which value counts is not documented: ${setting.name} stands here twice${alike ? '' : `, as ${other.text} and as ${setting.text}`}. Remove one.`,
          related: [{ at: placeOf(holder.source, other.nameRange), message: 'the first one' }],
          fixes: [
            fix(`Remove the second ${setting.name}`, inHolder(holder, removeSetting(holder, setting))),
            alike ? undefined : fix(`Remove the first ${setting.name}`, inHolder(holder, removeSetting(holder, other))),
          ],
        });
      }
    }
  },
};
