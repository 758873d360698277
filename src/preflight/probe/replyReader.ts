/**
 * Reads SMTP replies (RFC 5321 §4.2) from a stream that may be hostile.
 *
 * The stream is paused while nobody waits for a reply, so what a server sends unasked stays in the kernel. A reply may
 * come in any number of pieces; its lines, their number and all bytes of the connection are bounded.
 */
import type { Duplex } from 'node:stream';
import { alertOf, errorCode, errorText } from './errorText.ts';
import type { Transcript } from './untrustedText.ts';
import { within } from './deadline.ts';

export interface Reply {
  readonly code: number;
  /** Without the codes; as received. */
  readonly lines: readonly string[];
}

/** Why there is no reply. `invalid`: not SMTP, or more than we read. */
export type Broken =
  | { readonly kind: 'timeout' }
  /** `alert`: the number of the TLS alert that the server ended it with. */
  | { readonly kind: 'closed'; readonly code: string; readonly text: string; readonly alert?: number | undefined }
  | { readonly kind: 'invalid'; readonly text: string };

export type Received = { readonly kind: 'reply'; readonly reply: Reply } | Broken;

/** RFC 5321 §4.5.3.1.5 allows 512 bytes a line; real servers send more. */
const MAX_LINE_LENGTH = 4096;
const MAX_LINES = 100;
const MAX_BYTES = 131_072;

export interface ReplyReader {
  /** Waits `ms` for the next whole reply. @throws only the reason of `signal` */
  next(ms: number, signal: AbortSignal): Promise<Received>;
  /** Stops reading and returns what was received and not yet read. */
  detach(): Buffer;
}

interface State {
  readonly stream: Duplex;
  readonly log: Transcript;
  /** What was received and not yet read. */
  buffer: Buffer;
  /** How much was received in all. */
  bytes: number;
  /** Why nothing more will come. */
  closed: Broken | undefined;
  /** Goes on with a reading that waits for more. */
  wake: (() => void) | undefined;
}

export function replyReader(stream: Duplex, log: Transcript): ReplyReader {
  const state: State = { stream, log, buffer: Buffer.alloc(0), bytes: 0, closed: undefined, wake: undefined };
  const stopListening = listen(state);
  stream.pause();
  return {
    async next(ms, signal) {
      const waited = await within(ms, signal, () => readReply(state));
      stream.pause();
      if (waited.kind === 'value') return waited.value;
      // What came of an unfinished line is evidence too.
      if (state.buffer.length > 0) log.add('server', state.buffer.toString('utf8', 0, MAX_LINE_LENGTH));
      return { kind: 'timeout' };
    },
    detach() {
      stopListening();
      // A paused stream may hold a chunk that it read before it was paused.
      const held: unknown = stream.read();
      return Buffer.isBuffer(held) ? Buffer.concat([state.buffer, held]) : state.buffer;
    },
  };
}

export const brokenBy = (error: unknown): Broken => ({
  kind: 'closed',
  code: errorCode(error),
  text: errorText(error),
  alert: alertOf(error),
});

/** @returns what ends it */
function listen(state: State): () => void {
  const { stream } = state;
  const onData = (chunk: Buffer): void => {
    stream.pause();
    state.bytes += chunk.length;
    state.buffer = state.buffer.length === 0 ? chunk : Buffer.concat([state.buffer, chunk]);
    state.wake?.();
  };
  const onError = (error: Error): void => {
    state.closed ??= brokenBy(error);
    state.wake?.();
  };
  const onEnd = (): void => {
    state.closed ??= { kind: 'closed', code: '', text: 'the server closed the connection' };
    state.wake?.();
  };
  stream.on('data', onData).on('error', onError).on('end', onEnd).on('close', onEnd);
  return () => {
    stream.off('data', onData).off('error', onError).off('end', onEnd).off('close', onEnd);
  };
}

async function readReply(state: State): Promise<Received> {
  const lines: string[] = [];
  for (;;) {
    const line = await readLine(state);
    if (typeof line !== 'string') return line;
    state.log.add('server', line);
    const match = /^(\d{3})(?:([ -])(.*))?$/s.exec(line);
    if (!match) return spoil(state, 'not an SMTP reply');
    lines.push(match[3] ?? '');
    if (match[2] !== '-') return { kind: 'reply', reply: { code: Number(match[1]), lines } };
    if (lines.length >= MAX_LINES) return spoil(state, `a reply of more than ${MAX_LINES} lines`);
  }
}

/** The next line without its end, or why there is none. */
async function readLine(state: State): Promise<string | Broken> {
  for (;;) {
    if (state.closed?.kind === 'invalid') return state.closed;
    const end = state.buffer.indexOf(LF);
    if ((end < 0 ? state.buffer.length : end) > MAX_LINE_LENGTH)
      return spoil(state, `a line of more than ${MAX_LINE_LENGTH} bytes`);
    if (state.bytes > MAX_BYTES) return spoil(state, `more than ${MAX_BYTES} bytes`);
    if (end >= 0) return takeLine(state, end);
    if (state.closed) return state.closed;
    await more(state);
  }
}

const LF = 0x0a;

function takeLine(state: State, end: number): string {
  const line = state.buffer.toString('utf8', 0, end).replace(/\r$/, '');
  state.buffer = state.buffer.subarray(end + 1);
  return line;
}

/** What we do not understand or do not want to read we do not keep either. */
function spoil(state: State, text: string): Broken {
  state.buffer = Buffer.alloc(0);
  return (state.closed = { kind: 'invalid', text });
}

async function more(state: State): Promise<void> {
  await new Promise<void>((resolve) => {
    state.wake = resolve;
    state.stream.resume();
  });
  state.wake = undefined;
}
