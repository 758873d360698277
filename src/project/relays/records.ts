import type { Range, SourceText } from '../../text/source.ts';
import type { TlsSetting } from '../../mail/tlsSetting.ts';
import type { CsvRow, CsvLayout } from '../../formats/csv.ts';
import type { Node } from '../../formats/json.ts';
import type { DomainList } from '../domains/model.ts';
import type { TextProblem } from '../../text/problem.ts';

/** What an org's exported `EmailRelay` and `EmailDomainFilter` records say. Nothing here holds a password, only where it stands. */
export interface ExportFile {
  readonly source: SourceText;
  /** The same text with every password masked: what reports and hovers may quote. */
  readonly shown: SourceText;
  /** What kept records from being read. */
  readonly problems: readonly ExportProblem[];
  readonly relays: readonly RelayRecord[];
  readonly filters: readonly FilterRecord[];
}

export interface ExportProblem extends TextProblem {
  /** Records are missing from the facts because of it. */
  readonly lost: boolean;
}

export type ExportedObject = 'EmailRelay' | 'EmailDomainFilter';

/** The fields that are read, spelled as in Salesforce's API; files may spell them in any case. */
export const RELAY_FIELDS = [
  'Id',
  'Host',
  'Port',
  'TlsSetting',
  'IsRequireAuth',
  'AuthType',
  'Username',
  'Password',
] as const;
export const FILTER_FIELDS = [
  'Id',
  'EmailRelayId',
  'EmailRelay.Id',
  'EmailRelay.Host',
  'FromDomain',
  'ToDomain',
  'IsActive',
  'PriorityNumber',
] as const;
export type ExportFieldName = (typeof RELAY_FIELDS)[number] | (typeof FILTER_FIELDS)[number];

/** A field that the record has; one that was not exported is not there. */
export interface ExportField {
  readonly name: ExportFieldName;
  /** The key between its quotes, or the column's header. */
  readonly nameRange: Range;
  /** The value as written, quotes included. Empty for an empty cell. */
  readonly range: Range;
  /** What to point at: the value, or the name where the value is empty or takes many lines. */
  readonly shownRange: Range;
  /** `blank` is JSON's null or nothing but blanks; `unreadable` an object or array where a value should stand. */
  readonly state: 'value' | 'empty' | 'unreadable';
  /** As meant, without blanks around it; undefined for a password and for what is no value. */
  readonly text: string | undefined;
}

export interface JsonRecordPlace {
  readonly format: 'json';
  readonly object: Node;
  /** The array that holds the record. */
  readonly array: Node | undefined;
}

interface CsvRecordPlace {
  readonly format: 'csv';
  readonly row: CsvRow;
  readonly table: CsvLayout;
}

interface ExportedRecord {
  readonly source: SourceText;
  readonly place: JsonRecordPlace | CsvRecordPlace;
  /** The whole record, without the line end of a row. */
  readonly range: Range;
  /** On one line: what to point at where no field is at fault. */
  readonly shownRange: Range;
  readonly fields: ReadonlyMap<ExportFieldName, ExportField>;
  readonly id: string | undefined;
}

export interface RelayRecord extends ExportedRecord {
  readonly object: 'EmailRelay';
  /** `attributes.referenceId`, which filters name as `@...`. */
  readonly referenceId: string | undefined;
  /** One item: the host. */
  readonly host: DomainList | undefined;
  readonly port: number | undefined;
  /** What was meant: as on the API, a label as in Setup, in any case. `fields` has what is written. */
  readonly tlsSetting: TlsSetting | undefined;
  readonly requiresAuth: boolean | undefined;
  readonly authType: 'PLAIN' | 'LOGIN' | undefined;
  readonly username: string | undefined;
  /** Present if there is a password in the file, and where. */
  readonly password: ExportField | undefined;
}

export interface FilterRecord extends ExportedRecord {
  readonly object: 'EmailDomainFilter';
  readonly relay: RelayReference;
  readonly from: DomainScope;
  readonly to: DomainScope;
  readonly active: boolean | undefined;
  /** `blank` comes last; undefined where the export does not say, or says no number. */
  readonly priority: number | 'blank' | undefined;
}

/** Which relay a filter names. */
export type RelayReference =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'reference'; readonly reference: string }
  | { readonly kind: 'host'; readonly host: string }
  /** The filter stands inside the relay's record, as a child. */
  | { readonly kind: 'parent'; readonly object: Node }
  /** The field is there, and blank. */
  | { readonly kind: 'none' }
  /** The export does not say. */
  | { readonly kind: 'unknown' };

/** What `FromDomain` or `ToDomain` says. */
export type DomainScope =
  /** Blank, which is Salesforce's default `*`. */
  | { readonly kind: 'all' }
  | { readonly kind: 'list'; readonly list: DomainList }
  /** The export does not say. */
  | { readonly kind: 'unknown' };
