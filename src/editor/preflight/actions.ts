import { CodeAction, CodeActionKind, languages, type CodeActionProvider } from 'vscode';
import type { DomainList } from '../../project/facts.ts';
import { entriesIn } from '../../project/hostEntries.ts';
import { nodeRange } from '../../project/json.ts';
import { listsIn } from '../../project/select.ts';
import { ipAddressHost } from '../../rules/ip-address-host.ts';
import { sameRange, type Range } from '../../text/source.ts';
import type { FindingActions } from '../codeActions.ts';
import { offsetAt } from '../convert.ts';
import { OUR_FILES, type Registration } from '../files.ts';
import type { Projects } from '../projects.ts';
import { preflightFace } from './lazy.ts';

const REPLACE = 'sfDeliverability.replaceByHostName';

/** Offers to ask the DNS for the name of an address; nothing is asked to offer it. */
export const hostNameActions: FindingActions = ({ facts, uriOf }, { rule, at }) => {
  if (rule !== ipAddressHost.id) return [];
  const here = entriesIn(facts, at.file);
  const entry = here.find(({ isAddress, at: place }) => isAddress && sameRange(place.range, at.range));
  if (!entry) return [];
  const nth = here.filter(({ host }) => host === entry.host).indexOf(entry);
  const title = `Replace ${entry.host} by its host name…`;
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { command: REPLACE, title, arguments: [uriOf(at.file).toString(), entry.host, nth] };
  return [action];
};

/** Anywhere in a domain list: what can be done about it as a whole. */
export function registerListActions(projects: Projects): Registration[] {
  const provider: CodeActionProvider = {
    async provideCodeActions({ uri }, { start, end }, { only }) {
      const found = projects.find(uri);
      const source = found?.project.sources.get(found.file);
      if (!found || !source) return [];
      const { project, file } = found;
      const here = { start: offsetAt(source, start), end: offsetAt(source, end) };
      const touched = listsIn(project.facts, file).flatMap((list, index) => (touches(list, here) ? index : []));
      if (touched.length === 0) return [];
      const { listActions } = await preflightFace();
      return touched
        .flatMap((index) => listActions(project, file, index))
        .filter(({ kind }) => !only || (kind && only.contains(kind)));
    },
  };
  const metadata = { providedCodeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor] };
  return [languages.registerCodeActionsProvider([...OUR_FILES], provider, metadata)];
}

function touches({ range, array, items }: DomainList, { start, end }: Range): boolean {
  const parts = [range, ...(array ? [nodeRange(array)] : []), ...items.map(({ segment }) => segment.outer)];
  return parts.some((part) => part.start <= end && start <= part.end);
}
