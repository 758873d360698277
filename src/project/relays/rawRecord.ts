import type { Range, SourceText } from '../../text/source.ts';
import type { Node } from '../../formats/json.ts';
import type { ExportField, ExportProblem, FilterRecord } from './records.ts';
import type { DomainSegment } from '../domains/model.ts';

/** An exported record as its format gives it, before anybody asks which object it is of. */
export interface RawRecord {
  readonly place: FilterRecord['place'];
  readonly range: Range;
  /** `attributes.type` and `attributes.referenceId`. */
  readonly type: string | undefined;
  readonly referenceId: string | undefined;
  /** The record whose child this one is. */
  readonly parent: Node | undefined;
  /** By name in lower case; `emailrelay.host` for a field of a related record. */
  readonly fields: ReadonlyMap<string, RawField>;
}

export interface RawField extends Pick<ExportField, 'nameRange' | 'range' | 'state'> {
  /** As meant; undefined for a password. */
  readonly text: string | undefined;
  /** A string's content, for lists of domains. */
  readonly segment: DomainSegment | undefined;
}

export interface RawExport {
  readonly records: readonly RawRecord[];
  readonly problems: readonly ExportProblem[];
  /** Where passwords stand, or may stand. */
  readonly secrets: readonly Range[];
}

/** More than any org has; bounds what the rules compare with each other. */
export const MAX_RECORDS = 2000;

export const tooMany = (at: number, source: SourceText): ExportProblem => ({
  message: `only the first ${MAX_RECORDS} records are read`,
  range: { start: at, end: Math.min(at + 1, source.text.length) },
  lost: true,
});

/** The one field whose value is read by nobody here. */
export const isSecret = (name: string): boolean => /^(.*\.)?password$/i.test(name.trim());
