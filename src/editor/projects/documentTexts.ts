import { workspace, type LogOutputChannel, type Uri } from 'vscode';
import { decodeFile, MAX_BYTES, TOO_LARGE } from '../../formats/decode.ts';
import { settings } from '../settings.ts';

/** The texts of files: what an editor holds, else what was read from disk. */
export interface TextStore {
  /** Reads the files that are neither open nor read yet. */
  readonly load: (uris: readonly Uri[]) => Promise<void>;
  readonly get: (uri: Uri) => StoredText;
  readonly forget: (uri: Uri) => void;
  /** Forgets every file but these. */
  readonly keep: (uris: readonly Uri[]) => void;
  readonly isOpen: (uri: Uri) => boolean;
  readonly filesRead: () => number;
}

interface StoredText {
  readonly text?: string;
  readonly problem?: string;
}

export function textStore(log: LogOutputChannel): TextStore {
  const stored = new Map<string, StoredText>();
  let count = 0;
  const openText = (uri: Uri): string | undefined => {
    const wanted = uri.toString();
    return workspace.textDocuments.find((document) => document.uri.toString() === wanted)?.getText();
  };
  const read = async (uri: Uri): Promise<void> => {
    count++;
    const result = await readFile(uri);
    const line = `read ${uri.toString()}${result.problem === undefined ? '' : `: ${result.problem}`}`;
    if (settings().verbose) log.info(line);
    else log.trace(line);
    stored.set(uri.toString(), result);
  };
  return {
    load: async (uris) => {
      const missing = uris.filter((uri) => !stored.has(uri.toString()) && openText(uri) === undefined);
      await Promise.all(missing.map(read));
    },
    get: (uri) => {
      const text = openText(uri);
      if (text === undefined) return stored.get(uri.toString()) ?? {};
      return text.length > MAX_BYTES ? { problem: TOO_LARGE } : { text };
    },
    forget: (uri) => stored.delete(uri.toString()),
    keep: (uris) => {
      const kept = new Set(uris.map(String));
      for (const uri of stored.keys()) if (!kept.has(uri)) stored.delete(uri);
    },
    isOpen: (uri) => openText(uri) !== undefined,
    filesRead: () => count,
  };
}

async function readFile(uri: Uri): Promise<StoredText> {
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > MAX_BYTES) return { problem: TOO_LARGE };
    const decoded = decodeFile(await workspace.fs.readFile(uri));
    return decoded.ok ? { text: decoded.text } : { problem: decoded.message };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
