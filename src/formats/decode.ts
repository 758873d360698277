/** A file's text without its byte order mark, or why it is not read. */
export type DecodedFile =
  | { readonly ok: true; readonly text: string; readonly bom: boolean }
  | { readonly ok: false; readonly message: string };

/** No settings file, record or definition comes near this size. */
export const MAX_BYTES = 1024 * 1024;

export const TOO_LARGE = tooLarge(MAX_BYTES);

export function tooLarge(most: number): string {
  return `larger than ${most / 1024 / 1024} MiB, so it is not read`;
}

/** UTF-8 only: guessing another encoding could change the file when a fix is written back. */
export function decodeFile(bytes: Uint8Array, most = MAX_BYTES): DecodedFile {
  if (bytes.byteLength > most) return { ok: false, message: tooLarge(most) };
  if (bytes.includes(0)) return { ok: false, message: 'not a text file (or not UTF-8), so it is not read' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const bom = text.startsWith(BOM);
    return { ok: true, text: bom ? text.slice(1) : text, bom };
  } catch {
    return { ok: false, message: 'not UTF-8, so it is not read' };
  }
}

export const BOM = '\uFEFF';
