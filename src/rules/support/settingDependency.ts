import { placeOf } from '../../project/facts.ts';
import { allEmailSettings } from '../../project/select.ts';
import { findSetting, putSetting } from '../../project/settings/settingEdits.ts';
import { fix, preferredFix, type Rule } from '../rule.ts';

interface Dependency {
  readonly id: string;
  readonly setting: string;
  readonly needs: string;
  readonly summary: string;
  /** What happens to mail, as the beginning of a sentence. */
  readonly consequence: string;
}

/**
 * A setting that works only with another one. Only a `false` that stands there is reported: a file may be partial,
 * and what it leaves out keeps its value in the org.
 */
export function settingDependency({ id, setting, needs, summary, consequence }: Dependency): Rule {
  return {
    id,
    group: 'Settings file and scratch definition',
    severity: 'error',
    fix: 'fix',
    summary,
    check(project, report) {
      for (const emailSettings of allEmailSettings(project)) {
        const on = findSetting(emailSettings, setting);
        const needed = findSetting(emailSettings, needs);
        if (on?.boolean !== true || needed?.boolean !== false) continue;
        report({
          at: placeOf(emailSettings.source, on.valueRange),
          message: `${consequence}: ${setting} needs ${needs}, which is false. Set both to true or both to false.`,
          related: [{ at: placeOf(emailSettings.source, needed.valueRange), message: `${needs} is false` }],
          fixes: () => [
            preferredFix(`Set ${needs} to true`, putSetting(emailSettings, needs, true)),
            fix(`Set ${setting} to false`, putSetting(emailSettings, setting, false)),
          ],
        });
      }
    },
  };
}
