import type { Projects } from '../projects/projects.ts';
import type { Results } from './results.ts';
import type { Runner } from './runner.ts';
import type { ReportScope } from './scope.ts';

/** What the commands need of the editor's preflight. */
export interface PreflightServices {
  readonly projects: Projects;
  readonly results: Results;
  readonly runner: Runner;
  readonly showReport: (scope: ReportScope) => void;
}

export type CommandHandler = (...args: readonly unknown[]) => Promise<void>;
