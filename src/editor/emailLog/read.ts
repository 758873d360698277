import { FileType, ProgressLocation, Uri, window, workspace, type CancellationToken, type Progress } from 'vscode';
import type { EmailLog } from '../../emailLog/model.ts';
import { loadEmailLogRead } from '../../emailLog/read/lazy.ts';
import type { LogInput } from '../../emailLog/read/source.ts';
import { shownFileName } from '../../emailLog/report/words.ts';
import { plainMessage } from '../plainMessage.ts';
import { grouped, many } from '../../output/words.ts';

/** The files that a menu names, else those that are chosen. Undefined if the person went away. */
export async function logFiles(first: unknown, all: unknown): Promise<readonly Uri[] | undefined> {
  const given = Array.isArray(all) ? all.filter((one) => one instanceof Uri) : [];
  if (given.length > 0) return given;
  if (first instanceof Uri) return [first];
  const active = window.activeTextEditor?.document.uri;
  return window.showOpenDialog({
    title: 'Email Logs to analyze: all files of the period together',
    openLabel: 'Analyze',
    canSelectMany: true,
    filters: { 'Email Log (CSV, gzip, zip)': ['csv', 'gz', 'zip'], 'All files': ['*'] },
    ...(active?.path.endsWith('.csv') === true ? { defaultUri: active } : {}),
  });
}

/** What is not on this machine comes as a whole. In bytes. */
const MAX_REMOTE_BYTES = 256 * 1024 * 1024;

/** How often the notification changes, in milliseconds. */
const REPORT_MS = 200;

/** Undefined if it was cancelled, or could not be read, which is said. */
export const readLog = (files: readonly Uri[]): Thenable<EmailLog | undefined> =>
  window.withProgress(
    { location: ProgressLocation.Notification, title: 'Reading the Email Log', cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      const listener = token.onCancellationRequested(() => {
        abort.abort();
      });
      try {
        return await analyse(files, progress, abort.signal);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        if (!isCancelled(token)) void window.showErrorMessage(plainMessage(why));
        return undefined;
      } finally {
        listener.dispose();
      }
    },
  );

const isCancelled = (token: CancellationToken): boolean => token.isCancellationRequested;

async function analyse(
  files: readonly Uri[],
  progress: Progress<{ message?: string; increment?: number }>,
  signal: AbortSignal,
): Promise<EmailLog> {
  const inputs: LogInput[] = [];
  let plainBytes = 0;
  for (const [index, uri] of files.entries()) {
    const { input, size } = await inputOf(uri, index);
    inputs.push(input);
    // An archive unpacks to nobody knows how much.
    plainBytes += uri.path.toLowerCase().endsWith('.csv') ? size : NaN;
  }
  let reported = 0;
  let share = 0;
  const onProgress = (bytes: number, rows: number): void => {
    if (Date.now() - reported < REPORT_MS) return;
    reported = Date.now();
    const now = plainBytes > 0 ? Math.min(1, bytes / plainBytes) * 100 : 0;
    progress.report({
      message: `${grouped(Math.floor(bytes / 1e6))} MB, ${many(rows, 'row')}`,
      increment: now - share,
    });
    share = now;
  };
  // Behind this import are the readers of archives.
  const { analyseEmailLog } = await loadEmailLogRead();
  return analyseEmailLog(inputs, { signal, onProgress });
}

/** @throws Error for people */
async function inputOf(uri: Uri, index: number): Promise<{ readonly input: LogInput; readonly size: number }> {
  const name = shownFileName(uri.path.split('/').at(-1) ?? '', index);
  let found;
  try {
    found = await workspace.fs.stat(uri);
  } catch {
    throw new Error(`${name} cannot be read: it does not exist, or was never saved.`);
  }
  const { type, size } = found;
  if ((type & FileType.Directory) !== 0) throw new Error(`${name} is a folder: choose the files in it.`);
  if (uri.scheme === 'file') return { input: { name, file: uri.fsPath }, size };
  if (size > MAX_REMOTE_BYTES) throw new Error(`${name} is too large to be downloaded: save it on this machine first.`);
  return { input: { name, bytes: await workspace.fs.readFile(uri) }, size };
}
