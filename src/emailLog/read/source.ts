/**
 * The bytes of a log: a CSV file, or one in gzip or zip, as Setup gives it. Which of them it is shows in its first bytes.
 * A name in a zip file is never used as a path; what unpacks to far more than a log could is not read to its end.
 */
import { createReadStream, openSync, readSync, closeSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { fromBufferPromise, openPromise, type Entry, type ZipFile } from 'yauzl';

/** A file on this machine, or bytes from elsewhere. `name` is what reports call it. */
export type LogInput =
  | { readonly name: string; readonly file: string }
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly stream: AsyncIterable<Uint8Array> };

/** One CSV text of an input. A chunk is valid until the next one is asked for. */
export interface LogBytes {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** An input that cannot be read; the message names it and is for people. */
export class LogInputError extends Error {}

export interface SourceLimits {
  /** A zip file that is not a file is held in memory as a whole, so it may have this many bytes. */
  readonly zipBytes: number;
  readonly zipEntries: number;
  /** How many times its size something may unpack to, once it has unpacked to `unpackedFree` bytes. */
  readonly unpackedRatio: number;
  readonly unpackedFree: number;
}

/** A log of one and the same row a million times over packs about 200 times; what is made to do harm packs 1000 times. */
export const SOURCE_LIMITS: SourceLimits = {
  zipBytes: 256 * 1024 * 1024,
  zipEntries: 1000,
  unpackedRatio: 400,
  unpackedFree: 64 * 1024 * 1024,
};

/** @throws LogInputError */
export async function* logBytes(input: LogInput, limits: SourceLimits = SOURCE_LIMITS): AsyncGenerator<LogBytes> {
  const { name } = input;
  try {
    if ('file' in input) {
      const kind = kindOf(headOf(input.file));
      if (kind === 'zip') yield* zipParts(name, await openPromise(input.file, ZIP_OPTIONS), limits);
      else if (kind === 'gzip') yield { name, chunks: gunzipped(name, createReadStream(input.file), limits) };
      else yield { name, chunks: readable(name, fileChunks(input.file)) };
      return;
    }
    const [head, chunks] = await peeked('bytes' in input ? oneChunk(input.bytes) : input.stream);
    const kind = kindOf(head);
    if (kind === 'zip') {
      const bytes = 'bytes' in input ? input.bytes : await collected(name, chunks, limits.zipBytes);
      yield* zipParts(
        name,
        await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), ZIP_OPTIONS),
        limits,
      );
    } else if (kind === 'gzip')
      yield { name, chunks: gunzipped(name, Readable.from(chunks, { objectMode: false }), limits) };
    else yield { name, chunks: readable(name, chunks) };
  } catch (error) {
    throw error instanceof LogInputError ? error : new LogInputError(`${name}: ${reason(error)}`);
  }
}

type Kind = 'plain' | 'gzip' | 'zip';

const MAGIC_BYTES = 4;

function kindOf(head: Uint8Array): Kind {
  const [first, second, third] = head;
  if (first === 0x1f && second === 0x8b) return 'gzip';
  // `PK` and then the first entry, or the end of a zip file without any.
  return first === 0x50 && second === 0x4b && (third === 3 || third === 5) ? 'zip' : 'plain';
}

function headOf(file: string): Uint8Array {
  const handle = openSync(file, 'r');
  try {
    const head = new Uint8Array(MAGIC_BYTES);
    return head.subarray(0, readSync(handle, head, 0, MAGIC_BYTES, 0));
  } finally {
    closeSync(handle);
  }
}

/** Larger pieces do not stay in the processor's cache, and are slower. */
const CHUNK_BYTES = 64 * 1024;
/** So often everything else gets its turn. */
const CHUNKS_A_TURN = 32;

/** Read at once: a piece comes sooner than a promise of it. */
async function* fileChunks(file: string): AsyncGenerator<Uint8Array> {
  const handle = openSync(file, 'r');
  try {
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (let index = 0; ; index++) {
      const length = readSync(handle, buffer, 0, CHUNK_BYTES, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
      if (index % CHUNKS_A_TURN === CHUNKS_A_TURN - 1) await turn();
    }
  } finally {
    closeSync(handle);
  }
}

async function* readable(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw new LogInputError(`${name}: ${reason(error)}`);
  }
}

async function* gunzipped(name: string, packed: Readable, limits: SourceLimits): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  pipeline(packed, gunzip, () => undefined);
  try {
    yield* bounded(name, gunzip, () => gunzip.bytesWritten, limits);
  } catch (error) {
    throw error instanceof LogInputError ? error : new LogInputError(`${name}: cannot be unpacked: ${reason(error)}`);
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

// Names are not looked at, so a zip file with a strange one is no worse than another.
const ZIP_OPTIONS = { lazyEntries: true, autoClose: false, decodeStrings: false } as const;

async function* zipParts(name: string, zip: ZipFile, limits: SourceLimits): AsyncGenerator<LogBytes> {
  try {
    if (zip.entryCount > limits.zipEntries)
      throw new LogInputError(`${name}: has ${zip.entryCount} entries, more than ${limits.zipEntries}: not read`);
    let index = 0;
    let found = 0;
    for await (const entry of zip.eachEntry()) {
      index++;
      if (isNoLog(entry)) continue;
      found++;
      const part = zip.entryCount === 1 ? name : `${name}, entry ${index}`;
      yield { name: part, chunks: entryChunks(part, zip, entry, limits) };
    }
    if (found === 0) throw new LogInputError(`${name}: has no file in it`);
  } finally {
    zip.close();
  }
}

/** Folders, and what macOS puts beside each file. */
function isNoLog({ fileNameRaw }: Entry): boolean {
  const path = fileNameRaw.toString('latin1');
  return path.endsWith('/') || path.startsWith('__MACOSX/');
}

async function* entryChunks(
  name: string,
  zip: ZipFile,
  entry: Entry,
  limits: SourceLimits,
): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw new LogInputError(`${name}: is encrypted; unpack it first`);
  const stream = await zip.openReadStreamPromise(entry);
  try {
    yield* bounded(name, stream, () => entry.compressedSize, limits);
  } catch (error) {
    throw error instanceof LogInputError ? error : new LogInputError(`${name}: cannot be unpacked: ${reason(error)}`);
  } finally {
    stream.destroy();
  }
}

async function* bounded(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  packedBytes: () => number,
  { unpackedRatio, unpackedFree }: SourceLimits,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > unpackedFree && bytes > packedBytes() * unpackedRatio)
      throw new LogInputError(
        `${name}: unpacks to more than ${unpackedRatio} times its size, so it is not a log: not read`,
      );
    if (bytes === chunk.length && kindOf(chunk) !== 'plain')
      throw new LogInputError(`${name}: contains an archive in an archive; unpack it first`);
    yield chunk;
  }
}

/** The first bytes, and the whole from its beginning. */
async function peeked(stream: AsyncIterable<Uint8Array>): Promise<[Uint8Array, AsyncIterable<Uint8Array>]> {
  const iterator = stream[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < MAGIC_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value.slice());
    bytes += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  }
  return [Buffer.concat(first), all()];
}

// eslint-disable-next-line @typescript-eslint/require-await -- there is nothing to wait for
async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function collected(name: string, chunks: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most) throw new LogInputError(`${name}: a zip file of this size must be a file: save it and name it`);
    parts.push(chunk.slice());
  }
  return Buffer.concat(parts);
}

/** `ENOENT: no such file or directory, open '...'` -> `no such file or directory` */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^E[A-Z]+: ([^,]+)/.exec(text)?.[1] ?? text;
}
