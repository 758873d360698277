import { placeOf, type Setting, type EmailSettings } from '../project/facts.ts';
import { allEmailSettings } from '../project/select.ts';
import { setValue } from '../project/settings/settingEdits.ts';
import { excerpt } from '../text/printable.ts';
import { fix, safeFix, type Rule } from './rule.ts';

export const booleanValue: Rule = {
  id: 'boolean-value',
  group: 'Settings file and scratch definition',
  severity: 'error',
  fix: 'safe',
  summary: 'The value is neither true nor false',
  check(project, report) {
    for (const emailSettings of allEmailSettings(project)) {
      for (const setting of emailSettings.settings) {
        if (!setting.fact || setting.boolean !== undefined) continue;
        const meant = PLAIN.get(
          setting.text
            .replace(/^"(.*)"$/, '$1')
            .trim()
            .toLowerCase(),
        );
        report({
          at: placeOf(emailSettings.source, setting.valueRange),
          message: message(emailSettings, setting),
          fixes: () =>
            meant === undefined
              ? [true, false].map((value) => fix(`Set to ${value}`, setValue(emailSettings, setting, value)))
              : [safeFix(`Change to ${meant}`, setValue(emailSettings, setting, meant))],
        });
      }
    }
  },
};

/** What can mean nothing else. */
const PLAIN = new Map([
  ...['true', 'yes', 'on', 'enabled', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', 'disabled', '0'].map((word) => [word, false] as const),
]);

function message(emailSettings: EmailSettings, { name, text, valueRange, nameRange }: Setting): string {
  const written = text.replace(/^"(.*)"$/s, '$1');
  const nested = text === '' && valueRange.start !== nameRange.start;
  const what = nested
    ? `${name} holds other elements`
    : text === ''
      ? `${name} has no value`
      : `${name} is ${excerpt(written)}`;
  return emailSettings.layout.format === 'xml'
    ? `Deployment may fail or misread this value: ${what}. Write true or false.`
    : `${what}. A scratch definition needs true or false, without quotes.`;
}
