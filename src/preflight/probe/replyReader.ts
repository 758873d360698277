/**
 * Reads SMTP replies (RFC 5321 §4.2) from a stream that may be hostile.
 *
 * The stream is paused while nobody waits for a reply, so what a server sends unasked stays in the kernel. A reply may
 * come in any number of pieces; its lines, their number and all bytes of the connection are bounded.
 */
import type { Duplex } from 'node:stream';
import { errorCode, errorText, type Transcript } from './untrustedText.ts';
import { within } from './deadline.ts';

export interface Reply {
  readonly code: number;
  /** Without the codes; as received. */
  readonly lines: readonly string[];
}

/** Why there is no reply. `invalid`: not SMTP, or more than we read. */
export type Broken =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'closed'; readonly code: string; readonly text: string }
  | { readonly kind: 'invalid'; readonly text: string };

export type Received = { readonly kind: 'reply'; readonly reply: Reply } | Broken;

/** RFC 5321 §4.5.3.1.5 allows 512 bytes a line; real servers send more. */
const LONGEST_LINE = 4096;
const MOST_LINES = 100;
const MOST_BYTES = 131_072;

export interface ReplyReader {
  /** Waits `ms` for the next whole reply. @throws only the reason of `signal` */
  next(ms: number, signal: AbortSignal): Promise<Received>;
  /** Stops reading and returns what was received and not yet read. */
  detach(): Buffer;
}

export function replyReader(stream: Duplex, log: Transcript): ReplyReader {
  let buffer: Buffer = Buffer.alloc(0);
  let bytes = 0;
  let closed: Broken | undefined;
  let wake: (() => void) | undefined;

  const onData = (chunk: Buffer): void => {
    stream.pause();
    bytes += chunk.length;
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    wake?.();
  };
  const onError = (error: Error): void => {
    closed ??= { kind: 'closed', code: errorCode(error), text: errorText(error) };
    wake?.();
  };
  const onEnd = (): void => {
    closed ??= { kind: 'closed', code: '', text: 'the server closed the connection' };
    wake?.();
  };
  stream.on('data', onData).on('error', onError).on('end', onEnd).on('close', onEnd);
  stream.pause();

  const takeLine = (end: number): string => {
    const line = buffer.toString('utf8', 0, end).replace(/\r$/, '');
    buffer = buffer.subarray(end + 1);
    return line;
  };
  /** What we do not understand or do not want to read we do not keep either. */
  const spoil = (text: string): Broken => {
    buffer = Buffer.alloc(0);
    return (closed = { kind: 'invalid', text });
  };
  const more = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      wake = resolve;
      stream.resume();
    });
    wake = undefined;
  };
  const read = async (): Promise<Received> => {
    const lines: string[] = [];
    for (;;) {
      if (closed?.kind === 'invalid') return closed;
      const end = buffer.indexOf(LF);
      if ((end < 0 ? buffer.length : end) > LONGEST_LINE) return spoil(`a line of more than ${LONGEST_LINE} bytes`);
      if (bytes > MOST_BYTES) return spoil(`more than ${MOST_BYTES} bytes`);
      if (end < 0) {
        if (closed) return closed;
        await more();
        continue;
      }
      const line = takeLine(end);
      log.add('server', line);
      const match = /^(\d{3})(?:([ -])(.*))?$/s.exec(line);
      if (!match) return spoil('not an SMTP reply');
      lines.push(match[3] ?? '');
      if (match[2] !== '-') return { kind: 'reply', reply: { code: Number(match[1]), lines } };
      if (lines.length >= MOST_LINES) return spoil(`a reply of more than ${MOST_LINES} lines`);
    }
  };
  return {
    async next(ms, signal) {
      const waited = await within(ms, signal, read);
      stream.pause();
      if (waited.kind === 'value') return waited.value;
      // What came of an unfinished line is evidence too.
      if (buffer.length > 0) log.add('server', buffer.toString('utf8', 0, LONGEST_LINE));
      return { kind: 'timeout' };
    },
    detach() {
      stream.off('data', onData).off('error', onError).off('end', onEnd).off('close', onEnd);
      // A paused stream may hold a chunk that it read before it was paused.
      const held: unknown = stream.read();
      return Buffer.isBuffer(held) ? Buffer.concat([buffer, held]) : buffer;
    },
  };
}

const LF = 0x0a;
