import { CodeAction, CodeActionKind, ProgressLocation, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { entriesIn, replaceHost, type HostEntry } from '../../project/domains/hostEntries.ts';
import { hostNameAnswer, type HostNameAnswer } from '../../preflight/report/hostNames.ts';
import type { Finding } from '../../rules/rule.ts';
import { sameRange } from '../../text/source.ts';
import type { Project } from '../projects/folder.ts';
import { workspaceEdit } from '../convert.ts';
import { plainMessage } from '../plainMessage.ts';
import type { Projects } from '../projects/projects.ts';
import { networkOff, sayNetworkOff } from './network.ts';
import { problemText, type HostNames, type Runner } from './runner.ts';
import type { PreflightServices } from './services.ts';

/** A host where it stands: the file may change while the DNS is asked, so it is looked for again before each edit. */
interface Place {
  readonly uri: Uri;
  readonly host: string;
  /** Of several entries with that host in the file, from 0. */
  readonly nth: number;
}

const REPLACE = 'sfDeliverability.replaceByHostName';

/** For an address where one host name belongs. */
export function hostNameAction({ facts, uriOf }: Project, { at }: Finding): CodeAction[] {
  const here = entriesIn(facts, at.file);
  const entry = here.find(({ isAddress, at: place }) => isAddress && sameRange(place.range, at.range));
  if (!entry) return [];
  const nth = here.filter(({ host }) => host === entry.host).indexOf(entry);
  const title = `Replace ${entry.host} with its host name…`;
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { command: REPLACE, title, arguments: [uriOf(at.file).toString(), entry.host, nth] };
  return [action];
}

/** Follows the code action: asks the DNS, and writes the name where the address stands. */
export const replaceByHostName =
  ({ projects, runner }: Pick<PreflightServices, 'projects' | 'runner'>) =>
  async (uri: unknown, host: unknown, nth: unknown): Promise<void> => {
    if (typeof uri !== 'string' || typeof host !== 'string' || typeof nth !== 'number') return;
    await replaceAddress(projects, runner, { uri: Uri.parse(uri, true), host, nth });
  };

async function replaceAddress(projects: Projects, runner: Runner, place: Place): Promise<void> {
  const off = networkOff();
  if (off !== undefined) {
    await sayNetworkOff(off);
    return;
  }
  const before = find(projects, place);
  if (!before) {
    sayGone(place);
    return;
  }
  try {
    const names = await lookUp(runner, place.host);
    if (names) await follow(projects, place, hostNameAnswer(place.host, names, before.entry.wants));
  } catch (error) {
    void window.showErrorMessage(plainMessage(problemText(error)));
  }
}

const lookUp = (runner: Runner, address: string): Thenable<HostNames | undefined> =>
  window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: `Asking the DNS for the host name of ${address}`,
      cancellable: true,
    },
    (_, token) => runner.hostNames(address, token),
  );

async function follow(projects: Projects, place: Place, answer: HostNameAnswer): Promise<void> {
  switch (answer.kind) {
    case 'none':
      void window.showWarningMessage(plainMessage(answer.message));
      return;
    case 'several': {
      const name = await choose(place.host, answer);
      if (name !== undefined) await write(projects, place, name);
      return;
    }
    case 'one': {
      const written = await write(projects, place, answer.name);
      if (!written) return;
      const instead = answer.domain === undefined ? [] : [`Use ${answer.domain} Instead`];
      const reply = await window.showInformationMessage(plainMessage(answer.message), ...instead);
      if (reply !== undefined && answer.domain !== undefined) await write(projects, written, answer.domain);
    }
  }
}

interface NameItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly kind?: QuickPickItemKind;
  /** Absent for what is only shown. */
  readonly name?: string;
}

/** A person's choice; the names that are not the address's are shown and cannot be taken. */
function choose(
  address: string,
  { choices, doubtful }: Extract<HostNameAnswer, { kind: 'several' }>,
): Promise<string | undefined> {
  const pick = window.createQuickPick<NameItem>();
  pick.title = `Host name of ${address}`;
  pick.placeholder = 'The DNS has several names. Choose the one that replaces the address';
  pick.matchOnDescription = true;
  pick.items = [
    ...choices.map(({ name, about, effect }) => ({ label: name, description: about, detail: effect, name })),
    ...(doubtful.length > 0 ? [{ label: 'cannot be chosen', kind: QuickPickItemKind.Separator }] : []),
    ...doubtful.map(({ name, about }) => ({ label: `$(circle-slash) ${withoutIcons(name)}`, description: about })),
  ];
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const name = pick.selectedItems[0]?.name;
      if (name === undefined) return;
      resolve(name);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** Answers with the place of what it wrote; undefined if it wrote nothing. */
async function write(projects: Projects, place: Place, name: string): Promise<Place | undefined> {
  const found = find(projects, place);
  const edit = found && workspaceEdit(found.project, [replaceHost(found.entry, name)]);
  if (!edit || !(await workspace.applyEdit(edit))) {
    sayGone(place);
    return undefined;
  }
  const before = found.here.slice(0, found.here.indexOf(found.entry));
  return { uri: place.uri, host: name, nth: before.filter(({ host }) => host === name).length };
}

interface Found {
  readonly project: Project;
  readonly here: readonly HostEntry[];
  readonly entry: HostEntry;
}

function find(projects: Projects, { uri, host, nth }: Place): Found | undefined {
  const found = projects.find(uri);
  if (!found) return undefined;
  const here = entriesIn(found.project.facts, found.file);
  const same = here.filter((one) => one.host === host);
  // If one of several is gone, any of them is meant as well.
  const entry = same[nth] ?? same.at(-1);
  return entry && { project: found.project, here, entry };
}

function sayGone({ uri, host }: Place): void {
  void window.showWarningMessage(
    plainMessage(
      `${workspace.asRelativePath(uri)} has changed, so ${host} cannot be replaced there. Nothing was changed.`,
    ),
  );
}

/** A label makes icons of `$(name)`. */
const withoutIcons = (text: string): string => text.replaceAll('$(', '\\$(');
