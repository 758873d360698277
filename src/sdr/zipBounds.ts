/*
 * What a zip may ask for before it is opened: the library makes an object of every entry and of every folder above it.
 * PKWARE APPNOTE 4.3.12 (entries) and 4.3.16 (the record at the end, which says where the entries are).
 */

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_ENTRIES = 20_000;
const MAX_NAME_LENGTH = 2048;
const MAX_FOLDERS = 200_000;

const END_SIGNATURE = [0x50, 0x4b, 0x05, 0x06];
const END_LENGTH = 22;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_LENGTH = 46;
const SLASH = 0x2f;

export const ZIP_TOO_LARGE = 'larger than 64 MiB, so it is not read';

export const isZipTooLarge = (bytes: number): boolean => bytes > MAX_BYTES;

/** Why a zip is not opened; undefined if it may be. */
export function zipProblem(zip: Uint8Array): string | undefined {
  const end = lastIndexOf(zip, END_SIGNATURE);
  if (end < 0 || end + END_LENGTH > zip.byteLength) return 'not a zip file, or only a part of one';
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const counts = [4, 6, 8, 10].map((at) => view.getUint16(end + at, true));
  const size = view.getUint32(end + 12, true);
  // All ones: the real numbers are elsewhere (4.4.1.4).
  if (counts.includes(0xffff) || size === 0xffffffff || view.getUint32(end + 16, true) === 0xffffffff)
    return 'in ZIP64 format, which is for larger packages than Salesforce accepts';
  return size > end ? 'not a zip file, or only a part of one' : entriesProblem(zip, view, end - size, end);
}

function entriesProblem(zip: Uint8Array, view: DataView, start: number, end: number): string | undefined {
  let entries = 0;
  let folders = 0;
  for (let at = start; at + ENTRY_LENGTH <= end && view.getUint32(at, true) === ENTRY_SIGNATURE;) {
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    // A longer name may stand in the extra field (4.6.9).
    const names = at + ENTRY_LENGTH + name + extra;
    if (name > MAX_NAME_LENGTH || extra > MAX_NAME_LENGTH) return 'with names that are too long';
    for (let i = at + ENTRY_LENGTH; i < names && i < end; i++) if (zip[i] === SLASH) folders++;
    if (++entries > MAX_ENTRIES || folders > MAX_FOLDERS) return `of more than ${MAX_ENTRIES} files`;
    at = names + comment;
  }
  return undefined;
}

function lastIndexOf(bytes: Uint8Array, wanted: readonly number[]): number {
  for (let at = bytes.byteLength - wanted.length; at >= 0; at--)
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  return -1;
}
