import { csvScanner, type CsvRow, type CsvScanner } from './csvScanner.ts';
import { readFirstRow, type LogColumns } from './columns.ts';
import { logReport } from './result.ts';
import type { BrokenReason, EmailLog } from '../model.ts';
import { logBytes, LogInputError, type LogBytes, type LogInput, type SourceLimits } from './source.ts';
import { countRow, LOG_LIMITS, newTally, type LogLimits } from './tally.ts';
import { endPart } from './times.ts';
import type { Reading } from './reading.ts';

export interface EmailLogOptions {
  readonly signal?: AbortSignal;
  readonly limits?: Partial<LogLimits>;
  readonly sourceLimits?: SourceLimits;
  /** Called now and then with the bytes that were read so far, unpacked. */
  readonly onProgress?: (bytes: number, rows: number) => void;
}

/**
 * Reads the CSV files of Setup > Email Log Files, all as one log. Memory does not grow with them.
 *
 * @throws LogInputError if one cannot be read, or is no Email Log
 */
export async function analyseEmailLog(inputs: readonly LogInput[], options: EmailLogOptions = {}): Promise<EmailLog> {
  const tally = newTally({ ...LOG_LIMITS, ...options.limits });
  const log: Reading = { tally, broken: 0, examples: [], parts: [], tlsNamed: false, bytes: 0 };
  for (const input of inputs)
    for await (const part of logBytes(input, options.sourceLimits)) await readPart(part, log, options);
  tally.join.end();
  return logReport(log);
}

const MAX_EXAMPLES = 10;

async function readPart({ name, chunks }: LogBytes, log: Reading, options: EmailLogOptions): Promise<void> {
  const reader = partReader(name, log);
  for await (const chunk of chunks) {
    options.signal?.throwIfAborted();
    reader.push(chunk);
    log.bytes += chunk.length;
    options.onProgress?.(log.bytes, log.tally.rows);
  }
  reader.end();
}

function partReader(part: string, log: Reading): CsvScanner {
  const rowsBefore = log.tally.rows;
  let broken = 0;
  let columns: LogColumns | undefined;
  let scanner: CsvScanner | undefined;
  let head: Uint8Array = new Uint8Array(0);

  function breaks(reason: BrokenReason, line: number): void {
    broken++;
    if (log.examples.length < MAX_EXAMPLES) log.examples.push({ part, line, reason });
  }

  function first(row: CsvRow): void {
    const found = readFirstRow(row);
    if (found.kind === 'missing')
      throw new LogInputError(`${part}: not an Email Log: missing columns: ${found.missing.join(', ')}`);
    columns = found.columns;
    log.tlsNamed ||= columns.headerFound && !columns.tlsAtEnd && columns.cipher >= 0;
    if (found.kind === 'row') counted(row, columns);
  }

  function counted(row: CsvRow, known: LogColumns): void {
    const reason = countRow(log.tally, row, known);
    if (reason === undefined) return;
    // Files that were put one behind the other have a header in the middle.
    if (reason === 'no-mail-event' && known.headerFound && readFirstRow(row).kind === 'header') return;
    breaks(reason, row.line);
  }

  function begin(): CsvScanner {
    const { text, delimiter } = opening(part, head);
    const begun = csvScanner(
      {
        row: (row) => {
          if (columns) counted(row, columns);
          else first(row);
        },
        fault: breaks,
      },
      { delimiter },
    );
    begun.push(text);
    return begun;
  }

  return {
    push(chunk) {
      if (scanner) {
        scanner.push(chunk);
        return;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length >= HEAD_BYTES) scanner = begin();
    },
    end() {
      scanner ??= begin();
      scanner.end();
      endPart(log.tally.times);
      const rows = log.tally.rows - rowsBefore;
      if (rows === 0 && broken > 0)
        throw new LogInputError(`${part}: not an Email Log: none of its ${broken} rows could be read`);
      log.broken += broken;
      log.parts.push({ name: part, rows, broken });
    },
  };
}

/** So much is looked at before it is decided what separates the columns. */
const HEAD_BYTES = 64 * 1024;
const DELIMITERS = [',', ';', '\t'] as const;

/** What the first bytes are behind the byte order mark and Excel's `sep=;`, and what separates the columns. */
function opening(part: string, head: Uint8Array): { readonly text: Uint8Array; readonly delimiter: string } {
  const [first, second, third] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || head.subarray(0, 64).includes(0))
    throw new LogInputError(`${part}: is not UTF-8 text: save it as CSV UTF-8`);
  const text = first === 0xef && second === 0xbb && third === 0xbf ? head.subarray(3) : head;
  const [line = ''] = new TextDecoder().decode(text.subarray(0, 8192)).split(/[\r\n]/, 1);
  const told = /^"?sep=([,;\t])"?$/.exec(line)?.[1];
  if (told !== undefined) return { text: text.subarray(new TextEncoder().encode(line).length), delimiter: told };
  const bare = line.replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => bare.split(delimiter).length;
  return { text, delimiter: [...DELIMITERS].sort((a, b) => count(b) - count(a))[0] ?? ',' };
}
