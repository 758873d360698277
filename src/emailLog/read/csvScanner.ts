/**
 * CSV, read from bytes: RFC 4180, and what is found in the wild. Rows end with LF, CRLF or CR; a quote that does not end
 * a field stands for itself; rows of different lengths are rows. No text is made and nothing is allocated for a row, so
 * that a file is read nearly as fast as it comes from the disk.
 *
 * Chunks are copied into one buffer, the window. When it is full, `scan` reads all rows that end in it, and what is left
 * of the last one moves to the front:
 *
 *     a row │ a row │ a row │ the start of a row │ LF LF ...
 *     ▲ at                  ▲ at, after the scan ▲ filled
 *
 * Behind `filled` stand line ends (`SENTINEL_BYTES`), so that no loop over bytes has to ask where the window ends: it
 * stops there, and `INCOMPLETE` says that the row may go on in the next chunk. Where none follows (`final`), it ends
 * there. A row that cannot be read is a fault: its first line is skipped, and from there to `filled` no quote opens a
 * field (`plainUntil`).
 */
import { byteView, type ByteView } from './byteTable.ts';

/**
 * A row: where its fields stand in `bytes`, without their quotes. Valid until the callback returns. A few bytes more can
 * be read behind each of them.
 */
export interface CsvRow extends ByteView {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** How many fields there are; those beyond `MAX_FIELDS` have no place. */
  count: number;
  /** The line where it begins, from 1. */
  line: number;
}

/** Why a piece of the file is no row. */
type CsvFault = 'quote-not-closed' | 'too-long';

export interface CsvListener {
  readonly row: (row: CsvRow) => void;
  /** Reading goes on with the next line. */
  readonly fault: (fault: CsvFault, line: number) => void;
}

export interface CsvOptions {
  /** One ASCII character: a comma, semicolon or tab. */
  readonly delimiter?: string;
  /** A longer row is no row: most likely a quote was never closed. */
  readonly mostRowBytes?: number;
  /** Bytes that are looked at at once. */
  readonly windowBytes?: number;
}

export interface CsvScanner {
  /** The chunk is copied: it may be used again at once. */
  readonly push: (chunk: Uint8Array) => void;
  /** Reads what is left, with or without a line end. */
  readonly end: () => void;
}

const MAX_FIELDS = 256;

const LF = 10;
const CR = 13;
const QUOTE = 34;
/** The row does not end within what was read so far. */
const INCOMPLETE = -1;
/** One word more than any look ahead. */
const SENTINEL_BYTES = 8;

export function csvScanner(listener: CsvListener, options: CsvOptions = {}): CsvScanner {
  const delimiter = (options.delimiter ?? ',').charCodeAt(0);
  const mostRowBytes = options.mostRowBytes ?? 64 * 1024;
  const capacity = mostRowBytes + (options.windowBytes ?? 256 * 1024);
  const { bytes, words } = byteView(capacity + SENTINEL_BYTES);
  const row: CsvRow = {
    bytes,
    words,
    starts: new Int32Array(MAX_FIELDS),
    ends: new Int32Array(MAX_FIELDS),
    count: 0,
    line: 1,
  };
  // Any byte above all special ones is skipped without a second look.
  const plainAbove = everyByte(Math.max(delimiter, QUOTE) + 1);
  const quotedAbove = everyByte(QUOTE + 1);
  /** How many bytes of the window were read in. */
  let filled = 0;
  /** Of the row that is being read. */
  let lineEndsInside = 0;
  let unclosed = false;
  /** Whether the rest of the line belongs to a row that is none. */
  let skipping = false;
  /** Up to here no quote closes, so none opens either. Without that, each of many stray quotes would search anew. */
  let plainUntil = 0;

  function closingQuote(from: number, final: boolean): number {
    for (let at = firstSmall(words, from, quotedAbove); at < filled; at = firstSmall(words, at, quotedAbove)) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        if (at + 1 >= filled) return final ? at : INCOMPLETE;
        const next = bytes[at + 1] ?? 0;
        if (next === delimiter || next === LF || next === CR) return at;
        if (next === QUOTE) at++;
      } else if (byte === LF) lineEndsInside++;
      at++;
    }
    unclosed = true;
    return INCOMPLETE;
  }

  function readRow(from: number, final: boolean): number {
    // Variables of this call are faster than those around it, and this is where the time goes.
    const { starts, ends } = row;
    const data = bytes;
    const view = words;
    const limit = plainAbove;
    const separator = delimiter;
    lineEndsInside = 0;
    unclosed = false;
    for (let at = from, count = 0; ; at++) {
      let start = at;
      let end: number;
      if (data[at] === QUOTE && at >= plainUntil) {
        start++;
        end = closingQuote(start, final);
        if (end === INCOMPLETE) return INCOMPLETE;
        at = end + 1;
      } else {
        at = firstSmall(view, at, limit);
        while (data[at] !== separator && data[at] !== LF && data[at] !== CR) at = firstSmall(view, at + 1, limit);
        end = at;
      }
      if (count < MAX_FIELDS) {
        starts[count] = start;
        ends[count] = end;
      }
      count++;
      if (data[at] === separator) continue;
      row.count = count;
      return afterLineEnd(at, final);
    }
  }

  function afterLineEnd(at: number, final: boolean): number {
    if (at >= filled) return final ? filled : INCOMPLETE;
    if ((bytes[at] ?? 0) === LF) return at + 1;
    if (at + 1 >= filled) return final ? filled : INCOMPLETE;
    return (bytes[at + 1] ?? 0) === LF ? at + 2 : at + 1;
  }

  /** All rows that are there in full. */
  function scan(final: boolean): void {
    bytes.fill(LF, filled, filled + SENTINEL_BYTES);
    let at = 0;
    while (at < filled) {
      const next = skipping ? pastLine(at, final) : oneRow(at, final);
      if (next === INCOMPLETE) break;
      at = next;
    }
    bytes.copyWithin(0, at, filled);
    filled -= at;
    plainUntil = Math.max(plainUntil - at, 0);
  }

  function oneRow(at: number, final: boolean): number {
    const next = readRow(at, final);
    if (next === INCOMPLETE) {
      if (!final && filled - at <= mostRowBytes) return INCOMPLETE;
      // A quote that is never closed would swallow all rows behind it: only its own line is given up.
      listener.fault(unclosed ? 'quote-not-closed' : 'too-long', row.line);
      skipping = true;
      plainUntil = filled;
      return at;
    }
    if (next - at > mostRowBytes) listener.fault('too-long', row.line);
    else if (row.count > 1 || row.ends[0] !== row.starts[0]) listener.row(row);
    row.line += lineEndsInside + 1;
    return next;
  }

  function pastLine(at: number, final: boolean): number {
    let end = at;
    while (end < filled && bytes[end] !== LF && bytes[end] !== CR) end++;
    if (end >= filled) return filled;
    const next = afterLineEnd(end, final);
    if (next === INCOMPLETE) return end > at ? end : INCOMPLETE;
    skipping = false;
    row.line++;
    return next;
  }

  return {
    push(chunk) {
      for (let taken = 0; taken < chunk.length;) {
        const part = chunk.subarray(taken, taken + capacity - filled);
        bytes.set(part, filled);
        filled += part.length;
        taken += part.length;
        if (filled === capacity) scan(false);
      }
    },
    end() {
      scan(true);
    },
  };
}

/**
 * The first place from `at` on whose byte is smaller than those of `limit`. Four bytes at once: what is subtracted from
 * them borrows into the top bit of the lowest that is too small. Higher ones may then be wrong, and nobody asks.
 */
function firstSmall(words: DataView, at: number, limit: number): number {
  for (let place = at; ; place += 4) {
    const word = words.getInt32(place, true);
    const small = (word - limit) & ~word & 0x80808080;
    if (small !== 0) return place + ((31 - Math.clz32(small & -small)) >> 3);
  }
}

/** The byte in each of the four places of a word. */
const everyByte = (byte: number): number => Math.imul(byte, 0x01010101);

const decoder = new TextDecoder();

/** The text of a field; empty where the row has none. */
export function fieldText({ bytes, starts, ends, count }: CsvRow, index: number): string {
  if (index >= count || index >= MAX_FIELDS) return '';
  const start = starts[index] ?? 0;
  const text = decoder.decode(bytes.subarray(start, ends[index]));
  const quoted = start > 0 && bytes[start - 1] === QUOTE;
  return quoted ? text.replaceAll('""', '"') : text;
}
