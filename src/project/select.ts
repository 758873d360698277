import type { SourceText } from '../text/source.ts';
import type { ProjectFacts, EmailSettings } from './facts.ts';
import type { Domain } from '../mail/domain.ts';
import type { KnownPreflight } from './knownPreflight.ts';
import type { FilterRecord, RelayRecord } from './relays/records.ts';
import type { DomainList } from './domains/model.ts';

/** The text of every file as it may be shown: passwords are masked. */
export const shownSources = (project: ProjectFacts): ReadonlyMap<string, SourceText> =>
  new Map(
    [
      ...[...project.settingsFiles, ...project.scratchDefinitions].map(({ source }) => source),
      ...(project.record ? [project.record.source] : []),
      ...project.exports.map(({ shown }) => shown),
    ].map((source) => [source.file, source]),
  );

export const relays = ({ exports }: ProjectFacts): readonly RelayRecord[] => exports.flatMap((one) => one.relays);

export const filters = ({ exports }: ProjectFacts): readonly FilterRecord[] => exports.flatMap((one) => one.filters);

/** Everything that holds settings: settings files and scratch definitions. */
export const allEmailSettings = (project: ProjectFacts): readonly EmailSettings[] =>
  [...project.settingsFiles, ...project.scratchDefinitions].flatMap(({ emailSettings }) =>
    emailSettings ? [emailSettings] : [],
  );

/** Every domain list of the project, wherever it stands. */
export const domainLists = (project: ProjectFacts): readonly DomainList[] =>
  [project.record?.list, ...allEmailSettings(project).map(({ inline }) => inline.list)].filter(
    (list) => list !== undefined,
  );

/** What is known of a domain's own servers. */
export interface KnownRecipient extends KnownPreflight {
  readonly recipient: Domain;
}

export const isKnownRecipient = (known: KnownPreflight): known is KnownRecipient => known.recipient !== undefined;

export const knownRecipients = ({ preflights }: ProjectFacts): readonly KnownRecipient[] =>
  preflights.filter(isKnownRecipient);

/** Those of one file. */
export const listsIn = (project: ProjectFacts, file: string): readonly DomainList[] =>
  domainLists(project).filter(({ source }) => source.file === file);
