import { TLS_VERSIONS } from '../model.ts';
import { TLS_TROUBLES } from '../tlsFailure.ts';

/** What is counted, and in which column of the counts it stands: the columns of one row follow one another. */

/** Numbers the names, from `first` on. */
const columnsFrom = <Name extends string>(first: number, names: readonly Name[]): Readonly<Record<Name, number>> =>
  Object.fromEntries(names.map((name, index) => [name, first + index])) as Record<Name, number>;

/** Rows of a domain by their event; of D rows, by what they say of TLS. */
const PLAIN = [
  'received',
  'clear',
  'verified',
  'unverified',
  'encrypted',
  'oldTls',
  'unstated',
  'internal',
  'transient',
  'permanent',
  'causeUnknown',
] as const;
const TRANSIENT = PLAIN.length;
const PERMANENT = TRANSIENT + TLS_TROUBLES.length;
const VERSIONS = PERMANENT + TLS_TROUBLES.length;

/** What is counted for each domain. */
export const COUNT = {
  ...columnsFrom(0, PLAIN),
  /** T rows and P rows by what they say of TLS. */
  transientBy: columnsFrom(TRANSIENT, TLS_TROUBLES),
  permanentBy: columnsFrom(PERMANENT, TLS_TROUBLES),
  /** D rows with TLS, by its version. */
  versions: columnsFrom(VERSIONS, TLS_VERSIONS),
};
export const COUNT_COLUMNS = VERSIONS + TLS_VERSIONS.length;

/** The columns of the versions by the number that `readCipher` gives. */
export const VERSION_COLUMNS: readonly number[] = TLS_VERSIONS.map((version) => COUNT.versions[version]);

/** The first row of the counts is for domains without room; then they follow in their order. */
export const OTHERS = 0;
export const FIRST_DOMAIN = 1;

const OF_AN_HOUR = ['received', 'tls', 'clear', 'unstated', 'transient', 'tlsFailures', 'permanent'] as const;

/** What is counted for each hour. */
export const HOUR = columnsFrom(0, OF_AN_HOUR);
export const HOUR_COLUMNS = OF_AN_HOUR.length;
