import {
  CommentMode,
  comments,
  CommentThreadCollapsibleState,
  MarkdownString,
  Range,
  type CommentThread,
  type Uri,
} from 'vscode';
import type { ReviewNote } from '../../review/report/notes.ts';
import { DIRECTION_WORDS } from '../../review/report/words.ts';
import type { Registration } from '../projects/documents.ts';
import { escapeMarkdown } from '../../output/markdown.ts';

/** Comments at changed lines, in diffs and files alike: VS Code shows them wherever that document is shown. */
export interface ReviewThreads extends Registration {
  /** Puts these in place of what was there for the same repository; those that stay as they are stay folded or open. */
  readonly show: (owner: string, notes: readonly PlacedNote[]) => void;
  readonly clear: () => void;
}

export interface PlacedNote {
  readonly uri: Uri;
  readonly note: ReviewNote;
}

interface Shown {
  readonly thread: CommentThread;
  /** What it says and where: if that is the same, nothing is touched. */
  readonly content: string;
}

export function reviewThreads(): ReviewThreads {
  const controller = comments.createCommentController('sfDeliverability.review', 'Email Deliverability');
  const shown = new Map<string, Map<string, Shown>>();
  const show = (owner: string, notes: readonly PlacedNote[]): void => {
    const before = shown.get(owner) ?? new Map<string, Shown>();
    const now = new Map<string, Shown>();
    for (const { uri, note } of notes) {
      const count = [...now.keys()].filter((key) => key.startsWith(`${uri.toString()}\n`)).length;
      const key = `${uri.toString()}\n${count}`;
      const content = JSON.stringify(note);
      const old = before.get(key);
      before.delete(key);
      const thread = old?.thread ?? controller.createCommentThread(uri, rangeOf(note), []);
      if (old?.content !== content) fill(thread, note, old === undefined);
      now.set(key, { thread, content });
    }
    for (const { thread } of before.values()) thread.dispose();
    shown.set(owner, now);
  };
  return {
    show,
    clear: () => {
      for (const owner of shown.keys()) show(owner, []);
    },
    dispose: () => {
      controller.dispose();
    },
  };
}

function fill(thread: CommentThread, note: ReviewNote, fresh: boolean): void {
  thread.range = rangeOf(note);
  thread.label = 'What this change does to mail';
  thread.canReply = false;
  // What needs nobody's eyes does not push the text apart.
  if (fresh)
    thread.collapsibleState =
      note.direction === 'neutral' ? CommentThreadCollapsibleState.Collapsed : CommentThreadCollapsibleState.Expanded;
  thread.comments = note.parts.map(({ direction, title, texts }) => ({
    author: { name: 'Email Deliverability' },
    label: DIRECTION_WORDS[direction],
    mode: CommentMode.Preview,
    body: new MarkdownString([`**${escapeMarkdown(title)}**`, ...texts.map(escapeMarkdown)].join('\n\n')),
  }));
}

const rangeOf = ({ span: { start, end } }: ReviewNote): Range =>
  new Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
