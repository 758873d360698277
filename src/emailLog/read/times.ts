import { byteTable, FULL } from './byteTable.ts';
import { fieldText, type CsvRow } from './csvScanner.ts';
import { dateOrder, readLogTime, type LogTime, writtenHour, type WrittenHour } from './dateTime.ts';
import type { DateOrder } from '../model.ts';

/** The times of a log. */
export interface LogTimes {
  /** The number of the row's hour; `now` is then its time. */
  readonly ofRow: (row: CsvRow, column: number) => number;
  readonly now: Readonly<LogTime>;
  /** A part ends: no log is longer than Setup gives at once. */
  readonly endPart: () => void;
  readonly order: () => DateOrder;
  /** Hours by their number, as written; undefined where rows are counted that have no time or no room. */
  readonly hours: () => readonly (WrittenHour | undefined)[];
  readonly withoutTime: number;
  readonly overflowed: boolean;
}

/** A month has 43,200 minutes. */
const MOST_WRITTEN = 50_000;
const MINUTES_A_DAY = 1440;
/** The number of the hour that is none. */
const NO_HOUR = 0;

/** @param most how many hours are kept */
export function logTimes(most: number): LogTimes {
  const written = byteTable(MOST_WRITTEN, 40);
  const known: LogTime[] = [];
  const hourNumbers = new Map<number, number>();
  const found = { onlyMonthFirst: 0, onlyDayFirst: 0, ambiguous: 0, monthFirstDays: 0, dayFirstDays: 0 };
  let span = noSpan();
  const none: LogTime = { monthFirst: NaN, dayFirst: NaN, hourKey: NaN };
  let now = none;
  let hour = NO_HOUR;
  let last = FULL;
  let withoutTime = 0;
  let overflowed = false;

  function read(row: CsvRow, column: number): LogTime {
    const time = { ...none };
    return readLogTime(fieldText(row, column), time) ? time : none;
  }

  /** What a time that was not seen before says of the order of day and month. */
  function learn({ monthFirst, dayFirst }: LogTime): void {
    if (Number.isNaN(dayFirst)) found.onlyMonthFirst++;
    else if (Number.isNaN(monthFirst)) found.onlyDayFirst++;
    else if (monthFirst !== dayFirst) found.ambiguous++;
    span.first = [
      Math.min(span.first[0], nanTo(monthFirst, Infinity)),
      Math.min(span.first[1], nanTo(dayFirst, Infinity)),
    ];
    span.last = [
      Math.max(span.last[0], nanTo(monthFirst, -Infinity)),
      Math.max(span.last[1], nanTo(dayFirst, -Infinity)),
    ];
  }

  function hourNumber(key: number): number {
    if (Number.isNaN(key)) return NO_HOUR;
    const number = hourNumbers.get(key);
    if (number !== undefined) return number;
    if (hourNumbers.size >= most) {
      overflowed = true;
      return NO_HOUR;
    }
    hourNumbers.set(key, hourNumbers.size + 1);
    return hourNumbers.size;
  }

  function setNow(time: LogTime): void {
    now = time;
    hour = hourNumber(time.hourKey);
    if (time !== none) learn(time);
  }

  return {
    ofRow(row, column) {
      const start = row.starts[column] ?? 0;
      const end = row.ends[column] ?? 0;
      const there = column >= 0 && column < row.count;
      // Most rows have the time of the one before.
      if (!there || last === FULL || !written.is(last, row, start, end)) {
        last = there ? written.number(row, start, end) : FULL;
        if (last === FULL) setNow(there ? read(row, column) : none);
        else setNow((known[last] ??= read(row, column)));
      }
      if (now === none) withoutTime++;
      return hour;
    },
    get now() {
      return now;
    },
    endPart() {
      found.monthFirstDays = Math.max(found.monthFirstDays, (span.last[0] - span.first[0]) / MINUTES_A_DAY);
      found.dayFirstDays = Math.max(found.dayFirstDays, (span.last[1] - span.first[1]) / MINUTES_A_DAY);
      span = noSpan();
      last = FULL;
    },
    order: () => dateOrder(found),
    hours: () => [undefined, ...[...hourNumbers.keys()].map(writtenHour)],
    get withoutTime() {
      return withoutTime;
    },
    get overflowed() {
      return overflowed;
    },
  };
}

/** Under both readings: as month first, as day first. */
const noSpan = (): { first: [number, number]; last: [number, number] } => ({
  first: [Infinity, Infinity],
  last: [-Infinity, -Infinity],
});

const nanTo = (value: number, other: number): number => (Number.isNaN(value) ? other : value);
