import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { settings } from '../settings.ts';
import type { Repository } from './gitApi.ts';

/** What to compare with. Undefined: the default branch, as far as the repository tells. */
export interface Base {
  readonly ref: string | undefined;
}

/** What the setting says, else the default branch. */
export const usualBase = ({ rootUri }: Repository): Base => ({ ref: settings(rootUri).reviewBase || undefined });

/** Undefined if the user cancels. */
export async function chooseBase(repository: Repository): Promise<Base | undefined> {
  const usual = usualBase(repository);
  // Before the first commit there is no choice.
  if (repository.state.HEAD?.commit === undefined) return usual;
  const items: readonly (QuickPickItem & { readonly base: Base | undefined })[] = [
    usual.ref === undefined
      ? {
          label: 'The default branch',
          description: 'all changes since your branch started, as in a pull request',
          base: usual,
        }
      : {
          label: usual.ref,
          description: 'all changes since your branch started (sfDeliverability.review.base)',
          base: usual,
        },
    { label: 'The last commit', description: 'HEAD: what is not committed yet', base: { ref: 'HEAD' } },
    { label: 'Another branch, tag or commit…', base: undefined },
  ];
  const picked = await window.showQuickPick(items, { placeHolder: 'What to compare the email settings with' });
  return picked && (picked.base ?? (await chooseRef(repository)));
}

const MAX_REFS = 1000;

async function chooseRef(repository: Repository): Promise<Base | undefined> {
  const refs = await repository.getRefs({ count: MAX_REFS, sort: 'committerdate' });
  const typed: QuickPickItem = { label: 'Enter a commit…', alwaysShow: true };
  const items = refs.flatMap(({ name, commit }): readonly QuickPickItem[] =>
    name === undefined ? [] : [{ label: name, description: commit?.slice(0, 8) ?? '' }],
  );
  const separator: QuickPickItem = { label: '', kind: QuickPickItemKind.Separator };
  const picked = await window.showQuickPick([typed, separator, ...items], { placeHolder: 'Branch or tag' });
  if (picked !== typed) return picked && { ref: picked.label };
  const ref = await window.showInputBox({ prompt: 'A commit, branch or tag', placeHolder: 'HEAD~3' });
  return ref === undefined || ref.trim() === '' ? undefined : { ref: ref.trim() };
}
