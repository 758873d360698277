import { commands, window, type ExtensionContext } from 'vscode';
import { listProblem } from '../../rules/support/listChanges.ts';
import type { Project } from '../projects/folder.ts';
import { chooseProject } from '../projects/chooseProject.ts';
import { plainMessage } from '../plainMessage.ts';
import type { Projects } from '../projects/projects.ts';
import { registerLogMarks } from './marks.ts';
import { logPanel } from './panel.ts';
import { logState } from './state.ts';
import { proposeList } from './proposeList.ts';
import { logFiles, readLog } from './read.ts';

/** The log that was analysed last: what commands, the panel and the marks do with it. */
export interface EmailLogs {
  readonly analyze: (first: unknown, all: unknown) => Promise<void>;
  readonly show: () => Promise<void>;
  readonly createList: (target: unknown) => Promise<void>;
  readonly clear: () => void;
  readonly dispose: () => void;
}

export function emailLogs(context: ExtensionContext, projects: Projects): EmailLogs {
  const state = logState();
  const project = (): Project | undefined => comparedWith(projects, state.get()?.record);
  const analyze = async (first: unknown, all: unknown): Promise<void> => {
    const files = await logFiles(first, all);
    if (!files || files.length === 0) return;
    const log = await readLog(files);
    if (!log) return;
    await projects.ready();
    const compared = projects.all().length > 1 ? await chooseProject(projects, undefined, COMPARE) : undefined;
    state.set({ log, at: new Date(), record: compared && recordOf(compared) });
    await panel.show();
  };
  const list = async (target: unknown): Promise<string | undefined> => {
    const analysed = state.get();
    if (!analysed) return undefined;
    await projects.ready();
    const chosen = project() ?? (await chooseProject(projects, target, 'Project that gets the domain list'));
    return chosen && proposeList(chosen, analysed.log, projects);
  };
  const clear = (): void => {
    state.set(undefined);
  };
  const panel = logPanel(context, {
    state,
    project,
    listOff: () => listOff(projects, project()),
    onDidChange: projects.onDidChange,
    act: async (action) => {
      if (action === 'list') return list(undefined);
      if (action === 'analyze') await analyze(undefined, undefined);
      else clear();
      return undefined;
    },
  });
  const marks = registerLogMarks(projects, state);
  const setContext = state.onDidChange(() => {
    void commands.executeCommand('setContext', 'sfDeliverability.hasEmailLog', state.get() !== undefined);
  });
  const listeners = [state, panel, setContext, ...marks];
  return {
    analyze,
    show: async () => {
      if (state.get()) await panel.show();
      else await analyze(undefined, undefined);
    },
    createList: async (target) => {
      if (!state.get()) {
        await analyze(undefined, undefined);
        return;
      }
      const said = await list(target);
      if (said !== undefined) void window.showInformationMessage(plainMessage(said));
    },
    clear,
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}

const COMPARE = 'Project whose domain list the log is compared with';

const recordOf = (project: Project): string => project.uriOf(project.facts.recordPath).toString();

/** The one that was chosen, while it is there; the only one where there is no choice. */
function comparedWith(projects: Projects, record: string | undefined): Project | undefined {
  const all = projects.all();
  const [only, ...more] = all;
  return all.find((one) => recordOf(one) === record) ?? (more.length === 0 ? only : undefined);
}

function listOff(projects: Projects, project: Project | undefined): string | undefined {
  if (project) return listProblem(project.facts);
  return projects.all().length > 0
    ? undefined
    : 'A domain list cannot be created here: no project with email settings is open.';
}
