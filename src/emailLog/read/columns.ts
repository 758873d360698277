import { fieldText, type CsvRow } from './csvScanner.ts';

/** The columns of an Email Log that are read. What the others mean is not needed or not documented. */
const NAMES = {
  time: ['datetime', 'date'],
  id: ['internalmessageid'],
  event: ['mailevent', 'event'],
  recipient: ['recipient'],
  stage: ['deliverystage'],
  relay: ['relayaddress', 'relayadd'],
  cipher: ['tlscipher'],
  verified: ['tlsverified'],
} as const;

type ColumnName = keyof typeof NAMES;

/** Columns that are known and hold nothing for an analysis, some of them personal data. */
const NOT_READ = ['sender', 'remotehost', 'bytestransferred', 'userid', 'messageidheader', 'messageid', 'retrycount', 'secondsinqueue']; // prettier-ignore

export const ABSENT = -1;

export interface LogColumns extends Readonly<Record<ColumnName, number>> {
  /** Where the TLS columns have no name they are the last two of a row, if these look like it. */
  readonly tlsAtEnd: boolean;
  /** Columns without a known name: a reply text may stand in any of them. */
  readonly others: readonly number[];
  /** The fewest columns that make a row. */
  readonly least: number;
  readonly headerFound: boolean;
}

/**
 * What the first row says. `missing`: it is the header of something else. A header in another language is none that is
 * known, so its columns are taken by their place on the Help page.
 */
export type FirstRow =
  | { readonly kind: 'header' | 'foreign-header' | 'row'; readonly columns: LogColumns }
  | { readonly kind: 'missing'; readonly missing: readonly string[] };

/** Help: columns A to M in this order; the last two are those of TLS (KB 000383894). */
const BY_PLACE: Readonly<Record<ColumnName, number>> = {
  time: 0,
  id: 1,
  event: 2,
  recipient: 3,
  stage: 11,
  relay: 12,
  cipher: ABSENT,
  verified: ABSENT,
};
const PLACES_KNOWN = 13;

/** A header is spelled differently on each page of the documentation. */
const simplify = (name: string): string => name.toLowerCase().replace(/[\s_/.()-]+/g, '');

export function readFirstRow(row: CsvRow): FirstRow {
  const names = Array.from({ length: Math.min(row.count, 256) }, (_, index) => simplify(fieldText(row, index)));
  const found = (column: ColumnName): number =>
    names.findIndex((name) => (NAMES[column] as readonly string[]).includes(name));
  const known = names.filter((name) => isKnown(name)).length;
  if (known < 2) return { kind: isEvent(row, BY_PLACE.event) ? 'row' : 'foreign-header', columns: byPlace(row.count) };
  const missing = (['event', 'recipient'] as const).filter((column) => found(column) === ABSENT);
  if (missing.length > 0) return { kind: 'missing', missing: missing.map((column) => TITLES[column]) };
  const places = Object.fromEntries(Object.keys(NAMES).map((column) => [column, found(column as ColumnName)]));
  const columns = places as Readonly<Record<ColumnName, number>>;
  return {
    kind: 'header',
    columns: {
      ...columns,
      tlsAtEnd: columns.cipher === ABSENT && !isKnown(names.at(-1) ?? '') && !isKnown(names.at(-2) ?? ''),
      others: names.flatMap((name, index) => (isKnown(name) ? [] : [index])),
      least: Math.max(columns.event, columns.recipient) + 1,
      headerFound: true,
    },
  };
}

const TITLES = { event: 'Mail Event', recipient: 'Recipient' } as const;

const isKnown = (name: string): boolean =>
  NOT_READ.includes(name) || Object.values(NAMES).some((names) => (names as readonly string[]).includes(name));

const byPlace = (count: number): LogColumns => ({
  ...BY_PLACE,
  tlsAtEnd: true,
  others: Array.from({ length: Math.max(count - PLACES_KNOWN - 2, 0) }, (_, index) => PLACES_KNOWN + index),
  least: BY_PLACE.recipient + 1,
  headerFound: false,
});

const isEvent = (row: CsvRow, column: number): boolean => /^\s*[RDTP]\s*$/i.test(fieldText(row, column));
