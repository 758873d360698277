import type { FileEdit, TextEdit } from '../../text/edit.ts';
import { replace } from '../../text/edit.ts';
import { sameRange } from '../../text/source.ts';
import { addColumn, removeColumn, setCell } from '../../formats/csvEdits.ts';
import { nodeRange, properties, type Node } from '../../formats/json.ts';
import { insertChildren, removeChildren } from '../../formats/jsonEdits.ts';
import type { ExportFieldName, ExportFile, FilterRecord, RelayRecord } from './records.ts';
import type { CsvLayout } from '../../formats/csv.ts';

/**
 * Edits of exported records in JSON and CSV alike; each keeps the file's format and touches nothing else. No new text
 * ever holds a password: what goes is removed, not written anew.
 */

type ExportedRecord = RelayRecord | FilterRecord;

const inFile = ({ source }: ExportedRecord, edits: readonly TextEdit[]): FileEdit => ({ file: source.file, edits });

/** Writes a field; one that is not there yet becomes the last. Undefined for a field of a related record. */
export function setField(
  record: ExportedRecord,
  name: ExportFieldName,
  value: string | number | boolean,
): FileEdit | undefined {
  if (name.includes('.')) return undefined;
  const { place, source } = record;
  if (place.format === 'csv') {
    const cell = place.row.cells[columnOf(record, place.table, name)];
    const edits = cell
      ? [setCell(cell, String(value), place.table.delimiter)]
      : addColumn(place.table, name, place.row, String(value));
    return inFile(record, edits);
  }
  const existing = properties(place.object).findLast((one) => isNamed(one.name, name));
  if (!existing) {
    const literal = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    return inFile(record, insertChildren(source.text, place.object, [literal]));
  }
  if (!existing.value) return undefined;
  // A number that stands in quotes stays so.
  const written = existing.value.type === 'string' ? String(value) : value;
  return inFile(record, [replace(nodeRange(existing.value), JSON.stringify(written))]);
}

/** Takes a field's value out: in JSON with its key, in CSV out of its cell. Undefined if it is not there. */
export function clearField(record: ExportedRecord, name: ExportFieldName): FileEdit | undefined {
  const { place, source } = record;
  if (place.format === 'csv') {
    const cell = place.row.cells[columnOf(record, place.table, name)];
    return cell && inFile(record, [replace(cell.range, '')]);
  }
  const children = named(place.object, name);
  return children.length === 0 ? undefined : inFile(record, removeChildren(source.text, place.object, children));
}

/** Takes a field out of every record of the file; in CSV the column goes. Undefined if no record has it. */
export function removeField(file: ExportFile, name: ExportFieldName): FileEdit | undefined {
  const { text } = file.source;
  const edits: TextEdit[] = [];
  const done = new Set<CsvLayout>();
  for (const record of [...file.relays, ...file.filters]) {
    const { place } = record;
    if (place.format === 'json') edits.push(...removeChildren(text, place.object, named(place.object, name)));
    else if (!done.has(place.table)) {
      done.add(place.table);
      const index = columnOf(record, place.table, name);
      if (index >= 0) edits.push(...removeColumn(place.table, index));
    }
  }
  return edits.length === 0 ? undefined : { file: file.source.file, edits };
}

const isNamed = (key: string, name: string): boolean => key.trim().toLowerCase() === name.toLowerCase();

/** The properties of that name, as children of the object. */
const named = (object: Node, name: string): readonly Node[] =>
  (object.children ?? []).filter((child) => isNamed(String(child.children?.[0]?.value), name));

/** -1 for a column that is not there. */
function columnOf({ fields }: ExportedRecord, { header }: CsvLayout, name: ExportFieldName): number {
  const field = fields.get(name);
  return field ? header.cells.findIndex(({ range }) => sameRange(range, field.nameRange)) : -1;
}
