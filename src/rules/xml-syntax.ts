import { placeOf } from '../project/facts.ts';
import { isNamedAsSettings } from '../project/layout/names.ts';
import { rangeOf } from '../text/source.ts';
import type { Rule } from './rule.ts';

export const xmlSyntax: Rule = {
  id: 'xml-syntax',
  group: 'Settings file and scratch definition',
  severity: 'error',
  fix: 'none',
  summary: 'The settings file is not well-formed XML',
  check(project, report) {
    for (const { source, problem, emailSettings } of project.settingsFiles) {
      if (!problem || (!emailSettings && !isNamedAsSettings(source.file))) continue;
      const line = source.positionAt(problem.offset).line;
      const rest = source.lineAt(line).length - source.positionAt(problem.offset).character;
      const { offset } = problem;
      report({
        at: placeOf(source, rangeOf(offset, Math.min(offset + Math.max(rest, 0), source.text.length))),
        message: `These settings cannot be deployed: ${problem.message}.`,
      });
    }
  },
};
