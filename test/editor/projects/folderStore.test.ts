import { describe, expect, it } from 'vitest';
import type { Uri } from 'vscode';
import {
  allProjects,
  findFile,
  recheckAll,
  replaceFolders,
  type FolderStore,
} from '../../../src/editor/projects/folderStore.ts';
import type { Project, ProjectFolder } from '../../../src/editor/projects/folder.ts';
import { readProject, type ProjectInput } from '../../../src/project/readProject.ts';

// Nothing but its text is asked for, and VS Code's class is not here.
const uri = (text: string): Uri => ({ toString: () => text }) as unknown as Uri;

/** A project with one record in the folder; each time it is checked again, it is one version further. */
function project(folder: string, version = 0): Project {
  const file = 'deliverability.json';
  const input: ProjectInput = {
    texts: [{ file, role: 'record', text: JSON.stringify({ version }) }],
    apiVersion: undefined,
    recordPath: file,
    occupied: [],
  };
  return {
    input,
    facts: readProject(input),
    findings: [],
    sources: new Map(),
    problems: new Map(),
    uriOf: (name) => uri(`${folder}/${name}`),
    recheck: () => project(folder, version + 1),
  };
}

const folder = (name: string, projects: readonly Project[]): readonly [string, ProjectFolder] => [
  name,
  { uri: uri(name), paths: [], projects },
];
const versions = (folders: FolderStore): readonly string[] =>
  allProjects(folders).map(({ input }) => input.texts[0]?.text ?? '');

describe('a file of a project', () => {
  it('is found with its project as it is now, and other projects are left alone', () => {
    const folders: FolderStore = new Map([folder('a', [project('a')]), folder('b', [project('b/x'), project('b/y')])]);
    const found = findFile(folders, uri('b/y/deliverability.json'));
    expect(found?.file).toBe('deliverability.json');
    expect(found?.project.input.texts[0]?.text).toBe('{"version":1}');
    expect(versions(folders)).toEqual(['{"version":0}', '{"version":0}', '{"version":1}']);
  });

  it('is not found where no project has it', () => {
    expect(findFile(new Map([folder('a', [project('a')])]), uri('a/other.json'))).toBeUndefined();
  });
});

it('checks all projects again', () => {
  const folders: FolderStore = new Map([folder('a', [project('a')]), folder('b', [project('b')])]);
  recheckAll(folders);
  expect(versions(folders)).toEqual(['{"version":1}', '{"version":1}']);
});

it('keeps the projects of folders that are still there until they are read, and forgets the others', () => {
  const folders: FolderStore = new Map([folder('a', [project('a', 5)]), folder('gone', [project('gone')])]);
  replaceFolders(folders, new Map([folder('new', []), folder('a', [])]));
  expect([...folders.keys()]).toEqual(['new', 'a']);
  expect(versions(folders)).toEqual(['{"version":5}']);
});
