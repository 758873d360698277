import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { project } from './provision.mts';
import type { Scenario } from './scenarios.mts';

/** A copy that the tests may change; `parent` is a temporary folder. Answers with what to open. */
export function prepareWorkspace(parent: string, open: Scenario['open']): string {
  const folder = path.join(parent, 'acme');
  const sample = path.join(project, 'samples/acme');
  if (existsSync(sample)) cpSync(sample, folder, { recursive: true });
  else {
    mkdirSync(folder);
    writeFileSync(
      path.join(folder, 'sfdx-project.json'),
      '{ "packageDirectories": [{ "path": "force-app", "default": true }] }\n',
    );
  }
  if (open === 'folder') return folder;
  cpSync(folder, path.join(parent, 'second'), { recursive: true });
  // So that nobody can take one's findings for the other's.
  const record = path.join(parent, 'second/config/email-deliverability.json');
  if (existsSync(record)) writeFileSync(record, '{ "tlsSetting": "Preferred" }\n');
  const file = path.join(parent, 'two.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'acme' }, { path: 'second' }] }));
  return file;
}
