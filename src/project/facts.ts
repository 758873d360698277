import type { Place, Range, SourceText } from '../text/source.ts';
import type { ElementFact } from './settings/elements.ts';
import type { OrgTlsSetting } from '../mail/tlsSetting.ts';
import type { Node } from '../formats/json.ts';
import type { ExportFile } from './relays/records.ts';
import type { XmlComment, XmlElement, XmlProblem } from '../formats/xml.ts';
import type { KnownPreflight } from './knownPreflight.ts';
import type { DomainList } from './domains/model.ts';
import type { TextProblem } from '../text/problem.ts';

/** What the readers found in one project. Ranges are offsets into the file's `source.text`. */
export interface ProjectFacts {
  /** The project's API version, such as 66, and where it is said. */
  readonly apiVersion: number | undefined;
  readonly settingsFiles: readonly SettingsFile[];
  readonly scratchDefinitions: readonly ScratchDefinition[];
  readonly record: DeliverabilityRecord | undefined;
  /** Exported relays and domain filters. None: whether the org has any is not known. */
  readonly exports: readonly ExportFile[];
  /** Where the record is, or would be. */
  readonly recordPath: string;
  /** Files that must not be created, because something is there that was not read. */
  readonly occupied: readonly string[];
  /** What preflights have found before; never started by a rule. */
  readonly preflights: readonly KnownPreflight[];
}

/** A setting as it stands in a settings file or scratch definition. */
export interface Setting {
  readonly name: string;
  /** The name in the start tag, or the key without its quotes. */
  readonly nameRange: Range;
  /** The value without blanks around it; the name where there is no value. */
  readonly valueRange: Range;
  /** The value as written, without blanks around it; in JSON the literal, quotes included. */
  readonly text: string;
  /** `true` and `false` as the format spells them; anything else is undefined. */
  readonly boolean: boolean | undefined;
  /** The whole element or property. */
  readonly range: Range;
  readonly fact: ElementFact | undefined;
}

/** What a settings file and a scratch definition have in common: rules about settings need no more. */
export interface EmailSettings {
  readonly source: SourceText;
  readonly settings: readonly Setting[];
  /** TLS values that do not belong here, read as if they stood in the record. */
  readonly inline: InlineTls;
  readonly layout: XmlSettings | JsonSettings;
}

interface XmlSettings {
  readonly format: 'xml';
  readonly root: XmlElement;
}

interface JsonSettings {
  readonly format: 'json';
  /** The object that holds the settings. */
  readonly object: Node;
}

export interface SettingsFile {
  readonly source: SourceText;
  readonly problem: XmlProblem | undefined;
  readonly comments: readonly XmlComment[];
  /** The top element; absent while there is none to read. */
  readonly root: XmlElement | undefined;
  /** Present if the root is `EmailAdministrationSettings` as far as its name tells. */
  readonly emailSettings: EmailSettings | undefined;
}

export interface ScratchDefinition {
  readonly source: SourceText;
  readonly problem: TextProblem | undefined;
  readonly emailSettings: EmailSettings | undefined;
}

/** TLS elements of a settings file; they do not exist in Salesforce's API. */
export interface InlineTls {
  readonly recordedTls: RecordedTls | undefined;
  readonly list: DomainList | undefined;
  /** The settings that make up `level` and `list`, in order. */
  readonly elements: readonly InlineElement[];
}

export interface InlineElement {
  readonly setting: Setting;
  readonly meaning: 'level' | 'list';
}

/** A TLS setting with its place. */
export interface RecordedTls {
  readonly place: Place;
  /** As written. */
  readonly text: string;
  /** What was meant; undefined if nobody can tell. */
  readonly setting: OrgTlsSetting | undefined;
  /** The API's own spelling. */
  readonly exact: boolean;
  /** Where to write another setting: the text between quotes or tags. Absent where there is nothing to replace. */
  readonly content: Range | undefined;
  /** How a string must be written there. */
  readonly syntax: Syntax;
}

type Syntax = 'json' | 'json-value' | 'xml';

export type SeverityOrOff = 'error' | 'warning' | 'info' | 'hint' | 'off';

export interface DeliverabilityRecord {
  readonly source: SourceText;
  readonly problem: TextProblem | undefined;
  /** The top object; absent if there is none. */
  readonly object: Node | undefined;
  readonly recordedTls: RecordedTls | undefined;
  readonly list: DomainList | undefined;
  readonly rules: ReadonlyMap<string, SeverityOrOff>;
  /** What the JSON schema would say too: wrong types, unknown severities. For people without an editor. */
  readonly notes: readonly TextProblem[];
}

export const placeOf = (source: SourceText, range: Range): Place => ({ file: source.file, range });
