import { expect, it } from 'vitest';
import { targetAt } from '../../src/language/targetAt.ts';
import { readProject, type ProjectText } from '../../src/project/readProject.ts';
import { projectOf } from '../support/projects.ts';

const RECORD: ProjectText = {
  file: 'config/email-deliverability.json',
  role: 'record',
  text: '{ "tlsSetting": "Preferred", "restrictTlsToDomains": ["a.example"] }',
};
const scratch = (tls: string): ProjectText => ({
  file: 'config/project-scratch-def.json',
  role: 'scratch',
  text: `{ "settings": { "emailAdministrationSettings": { ${tls}"tlsDomains": "a.example" } } }`,
});
const settings = (name: string, setting: string): ProjectText => ({
  file: `${name}/EmailAdministration.settings-meta.xml`,
  role: 'settings',
  text: `<EmailAdministrationSettings><tlsSetting>${setting}</tlsSetting><tlsDomains>a.example</tlsDomains></EmailAdministrationSettings>`,
});

it.each<[about: string, texts: readonly ProjectText[], looked: number, setting: string, recorded: boolean]>([
  ['the record', [RECORD], 0, 'Preferred', true],
  ['a record without a setting', [{ ...RECORD, text: RECORD.text.replace('Preferred', 'x') }], 0, 'Required', false],
  [
    'a scratch definition with its own',
    [RECORD, scratch('"tlsSetting": "RequiredVerify", ')],
    1,
    'RequiredVerify',
    true,
  ],
  [
    'the second settings file',
    [settings('one', 'Required'), settings('two', 'PreferredVerify')],
    1,
    'PreferredVerify',
    true,
  ],
  ['a settings file beside the record', [RECORD, settings('one', 'Required')], 1, 'Preferred', true],
])('a domain in %s is judged under the setting of its list', (_, texts, looked, setting, recorded) => {
  const text = texts[looked];
  const found = text && targetAt(readProject(projectOf(texts)), text.file, text.text.indexOf('a.example') + 2);
  expect(found?.target).toEqual({ kind: 'domain', domain: 'a.example' });
  expect(found?.judged).toEqual({ setting, source: recorded ? 'recorded' : 'default' });
});

const RESTRICTED: ProjectText = {
  file: 'EmailAdministration.settings-meta.xml',
  role: 'settings',
  text: '<EmailAdministrationSettings><enableRestrictTlsToDomains>true</enableRestrictTlsToDomains><tlsDomains>b.example</tlsDomains></EmailAdministrationSettings>',
};
const REQUIRED = { ...RECORD, text: RECORD.text.replace('Preferred', 'Required') };

/** `|` marks the cursor. */
const at = (texts: readonly ProjectText[], marked: string): ReturnType<typeof targetAt> => {
  const found = texts.find(({ text }) => text.includes(marked.replace('|', '')));
  if (!found) throw new Error(`no text has ${marked}`);
  return targetAt(
    readProject(projectOf(texts)),
    found.file,
    found.text.indexOf(marked.replace('|', '')) + marked.indexOf('|'),
  );
};

it('a domain of a list that is not in force is judged as one that is not listed', () => {
  const found = at([REQUIRED, RESTRICTED], 'b.ex|ample');
  expect(found?.judged).toEqual({ setting: 'Preferred', source: 'unlisted' });
  expect(found?.notes).toEqual(['The domain list does not cover b.example: mail to it is sent with Preferred.']);
});

it('nothing of the org is said of a domain that a scratch definition lists', () => {
  const definition = scratch('"tlsSetting": "RequiredVerify", ');
  const found = at(
    [REQUIRED, RESTRICTED, { ...definition, text: definition.text.replace('a.example', 'c.example') }],
    'c.ex|ample',
  );
  expect(found?.judged).toEqual({ setting: 'RequiredVerify', source: 'recorded' });
  expect(found?.notes).toEqual([]);
});
