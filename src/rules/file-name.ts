import { placeOf } from '../project/facts.ts';
import { rangeOf } from '../text/source.ts';
import type { Rule } from './rule.ts';

export const fileName: Rule = {
  id: 'file-name',
  group: 'Settings file and scratch definition',
  severity: 'error',
  fix: 'none',
  summary: 'The settings file has the wrong name: it must be `EmailAdministration`',
  check(project, report) {
    for (const { source, root, emailSettings } of project.settingsFiles) {
      const base = source.file.slice(source.file.lastIndexOf('/') + 1);
      const [, name, suffix = ''] = /^(.*?)(\.settings(?:-meta\.xml)?)$/.exec(base) ?? [];
      // Another ending is no metadata file at all: somebody named it on the command line.
      if (!emailSettings || name === undefined || name === 'EmailAdministration') continue;
      report({
        at: placeOf(source, root ? root.nameRange : rangeOf(0, 0)),
        message: `These settings are not expected to reach the org: the file name is ${base}. Rename it to EmailAdministration${suffix}.`,
      });
    }
  },
};
