import type { SourceText, Range } from '../../text/source.ts';
import type { Node } from '../../formats/json.ts';
import type { DomainPattern } from '../../mail/domain.ts';
import type { DecodedText } from '../../text/decoded.ts';
import type { CsvDelimiter } from '../../formats/csv.ts';

export interface DomainList {
  readonly source: SourceText;
  /** The value if it stands on one line, else the name before it: what to point at. */
  readonly range: Range;
  readonly items: readonly DomainItem[];
  /** The array that holds the items' strings; absent for one string and for XML. */
  readonly array: Node | undefined;
}

/** An entry of a domain list. */
export interface DomainItem {
  /** As written, escapes resolved, blanks around it included. */
  readonly text: string;
  readonly pattern: DomainPattern;
  /** The entry without blanks around it; its quotes included where the string holds nothing else. */
  readonly range: Range;
  /** From one comma (or end of the string) to the next. */
  readonly slot: Range;
  readonly segment: DomainSegment;
  /** The entries before and behind it in the same segment. */
  readonly previous: Range | undefined;
  readonly next: Range | undefined;
}

/** A string literal, a CSV cell, or the content of an XML element, that holds one or more entries with commas between them. */
export interface DomainSegment {
  readonly text: DecodedText;
  /** With quotes or tags. */
  readonly outer: Range;
  readonly syntax: 'json' | 'xml' | 'csv';
  /** The string in its array. */
  readonly node?: Node | undefined;
  /** Of the cells of a CSV file. */
  readonly delimiter?: CsvDelimiter | undefined;
}
