/** VS Code's own stack traces know no source maps: this names the sources again and leaves mocha and Node out. */
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';

export type StackReader = (error: string) => string;

export function stackReader(bundle: string): StackReader {
  const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMapPayload);
  const readLine = (line: string): string[] => {
    if (!/^\s+at /.test(line)) return [line];
    const [, row, column] = /:(\d+):(\d+)\)?$/.exec(line) ?? [];
    const found = `${bundle}:${row ?? ''}:${column ?? ''}`;
    if (!line.includes(found)) return [];
    const entry = map.findEntry(Number(row) - 1, Number(column) - 1);
    if (!('originalSource' in entry) || entry.originalSource.includes('node_modules')) return [];
    const source = path.relative(process.cwd(), path.resolve(path.dirname(bundle), entry.originalSource));
    return [line.replace(found, `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`)];
  };
  return (error) => error.split('\n').flatMap(readLine).join('\n').trimEnd();
}
