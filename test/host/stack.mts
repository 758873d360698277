/** VS Code's own stack traces know no source maps: this names the sources again and leaves mocha and Node out. */
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';

export type StackReader = (error: string) => string;

/** A browser's extension host makes a function of the bundle, the head of which takes two lines. */
export function webStackReader(bundle: string): StackReader {
  let reader: StackReader | undefined;
  return (error) => {
    // The bundle is made for each run.
    reader ??= stackReader(bundle, 2);
    return reader(error.replaceAll(/http:\S*\/web-suite\.js/g, bundle));
  };
}

export function stackReader(bundle: string, linesBefore = 0): StackReader {
  const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMapPayload);
  const readLine = (line: string): string[] => {
    if (!/^\s+at /.test(line)) return [line];
    const [, row, column] = /:(\d+):(\d+)\)?$/.exec(line) ?? [];
    const found = `${bundle}:${row ?? ''}:${column ?? ''}`;
    if (!line.includes(found)) return [];
    const entry = map.findEntry(Number(row) - 1 - linesBefore, Number(column) - 1);
    if (!('originalSource' in entry) || entry.originalSource.includes('node_modules')) return [];
    const source = path.relative(process.cwd(), path.resolve(path.dirname(bundle), entry.originalSource));
    return [line.replace(found, `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`)];
  };
  return (error) => error.split('\n').flatMap(readLine).join('\n').trimEnd();
}
