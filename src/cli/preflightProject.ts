import path from 'node:path';
import type { ProjectFacts } from '../project/facts.ts';
import { tlsPolicies } from '../project/settings/tlsPolicy.ts';
import { readProject } from '../project/readProject.ts';
import { ASSUMED } from '../preflight/plan/plan.ts';
import { printable } from '../text/printable.ts';
import type { TlsSetting } from '../mail/tlsSetting.ts';
import { UsageError } from './io.ts';
import { openWorkspace } from './workspace.ts';
import type { Judged } from '../output/judgedSetting.ts';

/**
 * The projects in a folder.
 *
 * @param recordPath where the record lies in a project, if elsewhere
 * @throws UsageError if the folder or a file that matters cannot be read
 */
export function projectsIn(cwd: string, folder: string, recordPath?: string): readonly ProjectFacts[] {
  const { projects, problems } = openWorkspace(cwd, [folder], { recordPath });
  const [problem] = problems;
  if (problem) throw new UsageError(`${path.relative(cwd, problem.file)}: ${problem.message}`);
  const facts = projects.map(({ input }) => readProject(input));
  for (const one of facts) refuseBroken(one);
  return facts;
}

/** A list that is read half would be probed half. @throws UsageError */
export function refuseBroken({ record, settingsFiles }: ProjectFacts): void {
  if (record?.problem) throw new UsageError(`${record.source.file}: not valid JSON: ${record.problem.message}`);
  for (const { source, problem } of settingsFiles)
    if (problem) throw new UsageError(`${source.file}: not well-formed XML: ${problem.message}`);
}

export interface BaseSetting {
  readonly judged: Judged;
  /** Why it is not the recorded one, where domains are judged under it. */
  readonly note?: string;
}

/**
 * What domains are judged under: the setting that was asked for, else the recorded one, else Required.
 *
 * @throws UsageError if several are recorded
 */
export function baseSetting(asked: TlsSetting | undefined, projects: readonly ProjectFacts[]): BaseSetting {
  if (asked) return { judged: { setting: asked, source: 'asked' } };
  const recordedSettings = [
    ...new Set(projects.flatMap((one) => tlsPolicies(one)).flatMap(({ recordedTls }) => recordedTls ?? [])),
  ];
  const [recorded, ...others] = [...new Set(recordedSettings.flatMap(({ setting }) => setting ?? []))];
  if (recorded && others.length > 0)
    throw new UsageError(
      `the project has several TLS settings (${[recorded, ...others].join(', ')}): choose with --tls-setting`,
    );
  if (recorded) return { judged: { setting: recorded, source: 'recorded' } };
  const wrong = recordedSettings.find(({ setting }) => setting === undefined)?.text;
  const why =
    wrong === undefined
      ? 'The project has no TLS setting, and none was given'
      : `The TLS setting ${printable(wrong, 40)} does not exist`;
  return { judged: ASSUMED, note: `${why}: evaluated for Required.` };
}
