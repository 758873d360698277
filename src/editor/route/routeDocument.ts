import { DocumentLink, Range, type TextDocument, Uri, workspace } from 'vscode';
import type { FilterRecord, RelayRecord } from '../../project/relays/records.ts';
import { asDomain } from '../../mail/domain.ts';
import { settingScope } from '../../project/routing/orgTls.ts';
import { routeMail } from '../../project/routing/route.ts';
import { routeText } from '../../route/text.ts';
import { recordPlace, type RouteView } from '../../route/view.ts';
import { relayWords } from '../../route/words.ts';
import { printable } from '../../text/printable.ts';
import type { Project } from '../projects/folder.ts';
import { ROUTE_SCHEME } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';
import type { AskedMail } from '../../language/routeAt.ts';

/** What a document about the route of a message is about. */
export interface AskedRoute extends AskedMail {
  /** The URI of the project's record, which names the project. */
  readonly record: string;
}

/** The question is part of the address, so the answer can be made again whenever the project changes. */
export const routeUri = (asked: AskedRoute): Uri =>
  Uri.from({ scheme: ROUTE_SCHEME, path: `/Mail to ${asked.to}.txt`, query: JSON.stringify(asked) });

function askedIn({ query }: Uri): AskedRoute | undefined {
  try {
    const { from, to, record } = JSON.parse(query) as Readonly<Record<string, unknown>>;
    return typeof from === 'string' && typeof to === 'string' && typeof record === 'string'
      ? { from, to, record }
      : undefined;
  } catch {
    return undefined;
  }
}

interface Answer {
  readonly project: Project;
  readonly view: RouteView;
}

function answer(uri: Uri, projects: Projects): Answer | undefined {
  const asked = askedIn(uri);
  const project = projects.all().find(({ facts, uriOf }) => uriOf(facts.recordPath).toString() === asked?.record);
  if (!asked || !project) return undefined;
  const [from, to] = [asDomain(asked.from), asDomain(asked.to)];
  if (to === undefined || (from === undefined && asked.from !== '')) return undefined;
  const displayName = (file: string): string => workspace.asRelativePath(project.uriOf(file));
  const list = settingScope([project.facts])?.list;
  return { project, view: { route: routeMail(project.facts, { from, to }), list, displayName } };
}

const COLUMNS = 100;

export function routeContent(uri: Uri, projects: Projects): string {
  const found = answer(uri, projects);
  if (!found) return 'The project of this page is not open here.\n';
  const { view } = found;
  const relays = relaysOf(view).map((relay) => `  relay ${relayWords(relay)} (${place(view, relay)})\n`);
  return routeText(view, COLUMNS) + (relays.length > 0 ? `\nRelays\n${relays.join('')}` : '');
}

/** More is said in no document. */
const MAX_LINKS = 200;

/** From each filter and relay to its line. */
export function routeLinks(document: TextDocument, projects: Projects): DocumentLink[] {
  const found = answer(document.uri, projects);
  if (!found) return [];
  const { project, view } = found;
  const text = document.getText();
  const records = [...relaysOf(view), ...view.route.steps.map(({ filter }) => filter)].slice(0, MAX_LINKS);
  return records.flatMap((record) => {
    const { line, column } = recordPlace(view, record);
    const target = project.uriOf(record.source.file).with({ fragment: `L${line},${column}` });
    const shown = place(view, record);
    return occurrences(text, `(${shown})`).map((start) => {
      const range = new Range(document.positionAt(start + 1), document.positionAt(start + 1 + shown.length));
      const link = new DocumentLink(range, target);
      link.tooltip = 'Open the deliverability file';
      return link;
    });
  });
}

const relaysOf = ({ route }: RouteView): readonly RelayRecord[] => [
  ...new Set(route.options.flatMap(({ link }) => (link?.kind === 'relay' ? [link.relay] : []))),
];

/** `data/EmailRelay.json:5:7`, as in the text. */
function place(view: RouteView, record: FilterRecord | RelayRecord): string {
  const { file, line, column } = recordPlace(view, record);
  return `${printable(file)}:${line}:${column}`;
}

function occurrences(text: string, wanted: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) found.push(at);
  return found;
}
