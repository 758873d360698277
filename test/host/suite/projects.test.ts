import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  folder,
  problemsIn,
  RECORD,
  recordJson,
  restrict,
  rulesIn,
  SETTINGS,
  settingsXml,
  testProject,
  untilEqual,
  type TestProject,
} from './support.ts';

describe('several projects in one folder', () => {
  const made: TestProject[] = [];

  async function make(name: string, files: Readonly<Record<string, string>>): Promise<TestProject> {
    const project = await testProject(name, files);
    made.unshift(project);
    return project;
  }

  afterEach(async () => {
    for (const project of made.splice(0)) await project.remove();
  });

  it('are checked each with its own record', async () => {
    const sample = vscode.Uri.joinPath(folder(), RECORD);
    // The suite before may have taken the sample away; what comes back is found by the watcher.
    await untilEqual(() => rulesIn(sample).length > 0, true);
    const before = rulesIn(sample);
    const first = await make('several/first', {
      [SETTINGS]: settingsXml(restrict(true)),
      [RECORD]: recordJson('Preferred', 'example.com'),
    });
    const second = await make('several/second', {
      [SETTINGS]: settingsXml(restrict(true)),
      [RECORD]: recordJson('RequiredVerify', '*.com'),
    });
    await untilEqual(() => problemsIn(first.uri(SETTINGS)), ['3 Error restrict-needs-tls-setting "true"']);
    await untilEqual(() => problemsIn(second.uri(RECORD)), ['4 Warning wildcard-too-broad ""*.com""']);
    assert.deepEqual(rulesIn(second.uri(SETTINGS)), []);
    assert.deepEqual(rulesIn(sample), before);
  });

  it('are kept apart where one lies in the other', async () => {
    const outer = await make('nest', {
      [SETTINGS]: settingsXml(restrict(true)),
      [RECORD]: recordJson('Preferred', 'example.com'),
    });
    const inner = await make('nest/force-app/inner', { [SETTINGS]: settingsXml(restrict(true)) });
    await untilEqual(() => problemsIn(inner.uri(SETTINGS)), ['3 Hint tls-setting-unrecorded "true"']);
    await untilEqual(() => problemsIn(outer.uri(SETTINGS)), ['3 Error restrict-needs-tls-setting "true"']);
  });
});
