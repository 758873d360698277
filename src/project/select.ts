import type { DomainList, ProjectFacts, SettingsHolder } from './facts.ts';

/** Everything that holds settings: settings files and scratch definitions. */
export const settingsHolders = (project: ProjectFacts): readonly SettingsHolder[] =>
  [...project.settingsFiles, ...project.scratchDefinitions].flatMap(({ holder }) => (holder ? [holder] : []));

/** Every domain list of the project, wherever it stands. */
export const domainLists = (project: ProjectFacts): readonly DomainList[] =>
  [project.record?.list, ...settingsHolders(project).map(({ inline }) => inline.list)].filter(
    (list) => list !== undefined,
  );
