import { parseJson, property } from '../../formats/json.ts';
import type { FileRole } from '../readProject.ts';
import { readExport } from '../relays/readExport.ts';
import { isExport, mayBeSettings } from './names.ts';

/** A file that somebody named, whatever it is called: its content tells what it is. */
export function roleByContent(path: string, text: string): FileRole | undefined {
  if (path.endsWith('.json')) {
    const { root } = parseJson(text);
    if (property(root, 'settings')) return 'scratch';
    if (property(root, 'tlsSetting') ?? property(root, 'restrictTlsToDomains')) return 'record';
    return isExport(path) || holdsRecords(path, text) ? 'export' : undefined;
  }
  if (path.endsWith('.csv')) return isExport(path) || holdsRecords(path, text) ? 'export' : undefined;
  return mayBeSettings(path, text) ? 'settings' : undefined;
}

function holdsRecords(path: string, text: string): boolean {
  const { relays, filters } = readExport(path, text);
  return relays.length + filters.length > 0;
}
