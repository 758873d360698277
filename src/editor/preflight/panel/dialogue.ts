import { Uri, ViewColumn, window, workspace } from 'vscode';
import { transcriptText } from '../../../preflight/report/transcript.ts';
import { dialogueOf, type Dialogue } from './messages.ts';
import type { Results } from '../results.ts';
import { TRANSCRIPT_SCHEME } from './view.ts';

export async function showDialogue(dialogue: Dialogue): Promise<void> {
  const { target, host, address } = dialogue;
  // The path is no more than the title; its ending tells the language.
  const path = `/${`${host} ${address}`.replace(/[/\\]/g, '-')}.smtp-transcript`;
  const uri = Uri.from({ scheme: TRANSCRIPT_SCHEME, path, query: JSON.stringify({ target, host, address }) });
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true });
}

/** @param query names the dialogue; it may come from anybody's link */
export function dialogueDocument(query: string, results: Results): string {
  const dialogue = dialogueOf(query);
  if (!dialogue) return '# This is not the address of an SMTP session.\n';
  const kept = results.get(dialogue.target);
  return (kept && transcriptText(kept, dialogue)) ?? GONE;
}

/** Names nothing: the address of the document may be anybody's. */
const GONE =
  '# This SMTP session is no longer available: its result has expired, was cleared or was replaced.\n# Preflight the domain again to see a new one.\n';
