import { readExport } from './relays/readExport.ts';
import type { ProjectFacts } from './facts.ts';
import { readRecord } from './settings/record.ts';
import { readScratchDefinition } from './settings/scratchDefinition.ts';
import { readSettingsFile } from './settings/settingsFile.ts';
import type { KnownPreflight } from './knownPreflight.ts';

/** `export`: exported relays and domain filters. */
export type FileRole = 'settings' | 'scratch' | 'record' | 'export';

/** A file of a project, with its text as it is now: unsaved text wins over what is on disk. */
export interface ProjectText {
  readonly file: string;
  readonly role: FileRole;
  readonly text: string;
}

export interface ProjectInput {
  readonly texts: readonly ProjectText[];
  readonly apiVersion: number | undefined;
  readonly recordPath: string;
  readonly occupied: readonly string[];
  readonly preflights?: readonly KnownPreflight[];
}

/** Text becomes facts. Never throws. */
export function readProject(input: ProjectInput): ProjectFacts {
  const { texts, apiVersion, recordPath, occupied } = input;
  const record = texts.find(({ role }) => role === 'record');
  return {
    apiVersion,
    recordPath,
    occupied,
    preflights: input.preflights ?? [],
    settingsFiles: texts
      .filter(({ role }) => role === 'settings')
      .map(({ file, text }) => readSettingsFile(file, text)),
    scratchDefinitions: texts
      .filter(({ role }) => role === 'scratch')
      .map(({ file, text }) => readScratchDefinition(file, text)),
    record: record && readRecord(record.file, record.text),
    exports: texts.filter(({ role }) => role === 'export').map(({ file, text }) => readExport(file, text)),
  };
}
