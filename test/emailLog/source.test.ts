import { existsSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyseEmailLog } from '../../src/emailLog/read/emailLog.ts';
import { SOURCE_LIMITS, type LogInput } from '../../src/emailLog/read/source.ts';
import { temporaryFolder } from '../support/cli.ts';
import { EVERY_KIND, input, logCsv } from './logFiles.ts';
import { zipFile, type ZipEntry } from '../support/zipFile.ts';

const TEXT = logCsv(EVERY_KIND);
const ROWS = EVERY_KIND.length;

/** The same bytes as a file, in memory, and through a pipe. */
function ways(bytes: Uint8Array, name = 'log.zip'): readonly (readonly [string, LogInput])[] {
  const file = path.join(temporaryFolder({ [name]: bytes }), name);
  return [
    ['a file', { name, file }],
    ['bytes', { name, bytes }],
    ['a pipe', { name, stream: Readable.from([bytes.subarray(0, 1), bytes.subarray(1, 3), bytes.subarray(3)]) }],
  ];
}

async function parts(bytes: Uint8Array): Promise<unknown> {
  const found: unknown[] = [];
  for (const [way, source] of ways(bytes)) {
    const log = await analyseEmailLog([source]);
    found.push([way, log.rows, log.parts.map((part) => part.name)]);
  }
  return found;
}

const everyWay = (rows: number, names: readonly string[]): unknown =>
  ['a file', 'bytes', 'a pipe'].map((way) => [way, rows, names]);

describe('is read from a file, from memory and from a pipe', () => {
  it.each<[string, () => Uint8Array, number, readonly string[]]>([
    ['plain', () => Buffer.from(TEXT), ROWS, ['log.zip']],
    ['gzip', () => gzipSync(TEXT), ROWS, ['log.zip']],
    ['zip with one entry', () => zipFile([{ name: 'log.csv', content: TEXT }]), ROWS, ['log.zip']],
    ['zip with a stored entry', () => zipFile([{ name: 'log.csv', content: TEXT, stored: true }]), ROWS, ['log.zip']],
    [
      'zip with several',
      () =>
        zipFile([
          { name: 'a/', content: '' },
          { name: 'a/1.csv', content: TEXT },
          { name: '__MACOSX/a/._1.csv', content: 'x' },
          { name: 'a/2.csv', content: TEXT },
        ]),
      2 * ROWS,
      ['log.zip, entry 2', 'log.zip, entry 4'],
    ],
  ])('%s', async (_, bytes, rows, names) => {
    expect(await parts(bytes())).toEqual(everyWay(rows, names));
  });
});

describe('a hostile archive', () => {
  const fault = async (bytes: Uint8Array, limits = SOURCE_LIMITS): Promise<readonly string[]> => {
    const faults: string[] = [];
    for (const [, source] of ways(bytes))
      faults.push(
        await analyseEmailLog([source], { sourceLimits: limits }).then(
          () => 'no fault',
          (error: unknown) => String(error),
        ),
      );
    return [...new Set(faults)];
  };
  const zeros = Buffer.alloc(4 * 1024 * 1024);
  const small = { ...SOURCE_LIMITS, unpackedFree: 1024 * 1024 };

  it.each<[string, () => Uint8Array, string]>([
    [
      'that is a bomb in gzip',
      () => gzipSync(Buffer.concat([Buffer.from(TEXT), Buffer.alloc(zeros.length, 'a')])),
      'log.zip: unpacks to more than 400 times its size, so it is not a log: not read',
    ],
    [
      'that is a bomb in zip',
      () =>
        zipFile([{ name: 'log.csv', content: Buffer.concat([Buffer.from(TEXT), Buffer.alloc(zeros.length, 'a')]) }]),
      'log.zip: unpacks to more than 400 times its size, so it is not a log: not read',
    ],
    [
      'in an archive',
      () => zipFile([{ name: 'log.zip', content: zipFile([{ name: 'log.csv', content: TEXT }]) }]),
      'log.zip: contains an archive in an archive; unpack it first',
    ],
    ['twice packed', () => gzipSync(gzipSync(TEXT)), 'log.zip: contains an archive in an archive; unpack it first'],
    [
      'that is encrypted',
      () => zipFile([{ name: 'log.csv', content: TEXT, flags: 1 }]),
      'log.zip: is encrypted; unpack it first',
    ],
    ['without a file', () => zipFile([]), 'log.zip: has no file in it'],
    ['with folders only', () => zipFile([{ name: 'a/', content: '' }]), 'log.zip: has no file in it'],
    [
      'with too many entries',
      () => zipFile(Array.from({ length: 1001 }, (_, index): ZipEntry => ({ name: String(index), content: '' }))),
      'log.zip: has 1001 entries, more than 1000: not read',
    ],
    [
      'that is cut off, gzip',
      () => gzipSync(TEXT).subarray(0, -20),
      'log.zip: cannot be unpacked: unexpected end of file',
    ],
    [
      'that is cut off, zip',
      () => zipFile([{ name: 'log.csv', content: TEXT }]).subarray(0, -30),
      'log.zip: End of central directory record signature not found. Either not a zip file, or file is truncated.',
    ],
    ['that is damaged', () => damaged(gzipSync(TEXT)), 'log.zip: cannot be unpacked: invalid stored block lengths'],
    [
      'that lies about a size',
      () => zipFile([{ name: 'log.csv', content: TEXT, claimedSize: 10 }]),
      'log.zip: cannot be unpacked: too many bytes in the stream. expected 10. got at least 2469',
    ],
  ])('%s', async (_, bytes, message) => {
    const found = await fault(bytes(), small);
    expect(found.map((one) => one.replace(/got at least \d+/, 'got at least 2469'))).toEqual([`Error: ${message}`]);
  });

  it('with a name that leads elsewhere writes nothing and is read', async () => {
    const bytes = zipFile([{ name: '../../../tmp/sf-deliverability-escaped.csv', content: TEXT }]);
    expect(await parts(bytes)).toEqual(everyWay(ROWS, ['log.zip']));
    expect(existsSync('/tmp/sf-deliverability-escaped.csv')).toBe(false);
  });

  it('of a log that packs well is no bomb', async () => {
    const text = logCsv(Array.from({ length: 30_000 }, () => EVERY_KIND[4] ?? { event: 'R', to: '' }));
    expect(Buffer.byteLength(text)).toBeGreaterThan(4 * small.unpackedFree);
    expect(await fault(gzipSync(text), small)).toEqual(['no fault']);
  });

  it('that is too large for a pipe must be a file', async () => {
    const bytes = zipFile([{ name: 'log.csv', content: TEXT }]);
    const faults = await fault(bytes, { ...SOURCE_LIMITS, zipBytes: 100 });
    expect(faults).toEqual(['no fault', 'Error: log.zip: a zip file of this size must be a file: save it and name it']);
  });
});

it.each<[string, Uint8Array, string]>([
  ['UTF-16', Buffer.from(`\uFEFF${TEXT}`, 'utf16le'), 'log.csv: is not UTF-8 text: save it as CSV UTF-8'],
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0), 'log.csv: is not UTF-8 text: save it as CSV UTF-8'],
])('%s is no log', async (_, bytes, message) => {
  await expect(analyseEmailLog([input(bytes)])).rejects.toThrow(message);
});

it('a file that is not there is named', async () => {
  await expect(analyseEmailLog([{ name: 'gone.csv', file: '/nowhere/gone.csv' }])).rejects.toThrow(
    'gone.csv: no such file or directory',
  );
});

function damaged(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 10), Uint8Array.of(0, 1, 2, 3, 4, 5), bytes.subarray(16)]);
}
