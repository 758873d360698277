import path from 'node:path';
import type { ProjectFacts } from '../project/facts.ts';
import { tlsPolicies } from '../project/policy.ts';
import { readProject } from '../project/readProject.ts';
import { covers, type DomainPattern } from '../tls/domain.ts';
import type { OrgTlsSetting } from '../tls/setting.ts';
import { UsageError } from './io.ts';
import { openWorkspace } from './workspace.ts';

/** What a project says about its mail, as far as a preflight is concerned. */
export interface ProjectRecord {
  /** The entries of the domain lists, as written. */
  readonly entries: readonly string[];
  /** The same, understood. */
  readonly patterns: readonly DomainPattern[];
  /** Each setting that is recorded, once: several where a folder holds projects that differ. */
  readonly settings: readonly OrgTlsSetting[];
  /** What stands where a setting should, and is none. */
  readonly notSettings: readonly string[];
  /** Whether mail to the domain gets the recorded setting once the list is in force. */
  readonly lists: (domain: string) => boolean;
}

/**
 * @param recordPath where the record lies in the project, if elsewhere
 * @throws UsageError if the folder or a file that matters cannot be read
 */
export function projectRecord(cwd: string, folder: string, recordPath?: string): ProjectRecord {
  const { projects, problems } = openWorkspace(cwd, [folder], { recordPath });
  const [problem] = problems;
  if (problem) throw new UsageError(`${path.relative(cwd, problem.file)}: ${problem.message}`);
  const facts = projects.map(({ input }) => readProject(input));
  for (const one of facts) refuseBroken(one);
  const policies = facts.flatMap((one) => tlsPolicies(one));
  const levels = new Set(policies.flatMap(({ level }) => level ?? []));
  const lists = new Set(policies.flatMap(({ list }) => list ?? []));
  const items = [...lists].flatMap((list) => list.items);
  const patterns = items.map(({ pattern }) => pattern);
  return {
    entries: items.map(({ text }) => text),
    settings: [...new Set([...levels].flatMap(({ setting }) => setting ?? []))],
    notSettings: [...levels].filter(({ setting }) => setting === undefined).map(({ text }) => text),
    patterns,
    lists: (domain) => isListed(patterns, domain),
  };
}

/** A list that is read half would be probed half. @throws UsageError */
export function refuseBroken({ record, settingsFiles }: ProjectFacts): void {
  if (record?.problem) throw new UsageError(`${record.source.file}: not valid JSON: ${record.problem.message}`);
  for (const { source, problem } of settingsFiles)
    if (problem) throw new UsageError(`${source.file}: not well-formed XML: ${problem.message}`);
}

/** Only what is surely not covered counts as not listed. An empty list leaves nobody out. */
const isListed = (patterns: readonly DomainPattern[], domain: string): boolean =>
  patterns.length === 0 || patterns.some((pattern) => covers(pattern, domain) !== 'no');
