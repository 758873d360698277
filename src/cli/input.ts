import { createReadStream } from 'node:fs';
import path from 'node:path';
import { addAbortSignal } from 'node:stream';
import { reason } from '../files/disk.ts';
import { UsageError, type Io } from './io.ts';

/**
 * The bytes of a file, or of standard input for `-`, in pieces. Ends with an error when the run is interrupted.
 *
 * @throws UsageError naming the file
 */
export async function* bytesOf(name: string, { cwd, signal, stdin }: Io): AsyncIterable<Uint8Array> {
  const stream = name === '-' ? stdin() : createReadStream(path.resolve(cwd, name));
  addAbortSignal(signal, stream);
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw signal.aborted ? error : new UsageError(`${name === '-' ? 'standard input' : name}: ${reason(error)}`);
  }
}

/** Text up to so many bytes; what follows is not read. */
export async function textUpTo(chunks: AsyncIterable<Uint8Array>, mostBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let read = 0;
  for await (const chunk of chunks) {
    text += decoder.decode(chunk.subarray(0, mostBytes - read), { stream: true });
    read += chunk.length;
    if (read >= mostBytes) break;
  }
  return text + decoder.decode();
}
