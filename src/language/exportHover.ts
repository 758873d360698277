import { exportSetOf } from '../project/relays/orgs.ts';
import type { ProjectFacts } from '../project/facts.ts';
import type { ExportField, ExportFile, FilterRecord, RelayRecord } from '../project/relays/records.ts';
import { contains, isEmpty, type Range } from '../text/source.ts';
import { fieldText } from './exportFields.ts';
import { filterHover } from './filterHover.ts';
import type { HoverText } from './hoverWords.ts';
import { relayHover } from './relayHover.ts';

/** What stands at an offset of an export, explained: a field of a relay or filter, or the header of a column. */
export function exportHover(project: ProjectFacts, file: string, offset: number): HoverText | undefined {
  const exported = project.exports.find(({ source }) => source.file === file);
  if (!exported) return undefined;
  const set = exportSetOf(project, exported);
  for (const record of [...exported.relays, ...exported.filters]) {
    const field = fieldAt(record, offset);
    if (!field) continue;
    const markdown =
      record.object === 'EmailRelay' ? relayHover(set, record, field) : filterHover(set, record, field, offset);
    return markdown === undefined ? undefined : { range: shownRange(field, offset), markdown, linksToRecord: false };
  }
  return headerHover(exported, offset);
}

/** By its value, and in JSON by its key as well. */
function fieldAt({ fields, range, place }: RelayRecord | FilterRecord, offset: number): ExportField | undefined {
  if (!contains(range, offset)) return undefined;
  return [...fields.values()].find(
    (field) =>
      (!isEmpty(field.range) && contains(field.range, offset)) ||
      (place.format === 'json' && contains(field.nameRange, offset)),
  );
}

const shownRange = ({ range, nameRange }: ExportField, offset: number): Range =>
  contains(nameRange, offset) ? nameRange : range;

function headerHover({ relays, filters }: ExportFile, offset: number): HoverText | undefined {
  for (const { place, fields } of [...relays.slice(0, 1), ...filters.slice(0, 1)]) {
    if (place.format !== 'csv') continue;
    const field = [...fields.values()].find(({ nameRange }) => contains(nameRange, offset));
    if (field) return { range: field.nameRange, markdown: fieldText(field.name), linksToRecord: false };
  }
  return undefined;
}
