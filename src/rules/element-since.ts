import { placeOf } from '../project/facts.ts';
import { allEmailSettings } from '../project/select.ts';
import { MAY_FAIL } from './support/consequence.ts';
import type { Rule } from './rule.ts';

export const elementSince: Rule = {
  id: 'element-since',
  group: 'Settings file and scratch definition',
  severity: 'hint',
  fix: 'none',
  summary: "The element is newer than the project's API version",
  check(project, report) {
    const { apiVersion } = project;
    if (apiVersion === undefined) return;
    for (const emailSettings of allEmailSettings(project)) {
      for (const { fact, nameRange } of emailSettings.settings) {
        if (!fact || fact.since <= apiVersion) continue;
        report({
          at: placeOf(emailSettings.source, nameRange),
          message: `${MAY_FAIL[emailSettings.layout.format]}: ${fact.name} exists since API ${fact.since}.0, and this project uses ${apiVersion}.0. Raise the project's API version, or remove it.`,
        });
      }
    }
  },
};
