import { byteTable, FULL, type ByteTable } from './byteTable.ts';
import { spans, type Spans } from './counters.ts';
import { fieldText, type CsvRow } from './csvScanner.ts';
import { dateOrder, readLogTime, type LogTime, type TimeSpan, writtenHour, type WrittenHour } from './dateTime.ts';
import type { DateOrder } from '../model.ts';

/** The times of a log, while its rows are read in their order. */
export interface TimesState {
  /** The time of the row that was read last, under both readings; `NO_TIME` if it has none. */
  now: Readonly<LogTime>;
  /** The number of its hour; `NO_HOUR` if it has none, or there is no room for it. */
  hour: number;
  /** Rows without a time. */
  withoutTime: number;
  /** Whether rows came whose hour had no room. */
  overflowed: boolean;
  readonly mostHours: number;
  /** Times as they are written; the times themselves have the same numbers in `read`. */
  readonly written: ByteTable;
  readonly read: Readonly<LogTime>[];
  /** The number in `written` of the last row's time; `FULL` where it is not there. */
  last: number;
  /** Numbers of hours by their `hourKey`, from 1 in the order in which they came. */
  readonly hourNumbers: Map<number, number>;
  /** What all times so far say of the order of day and month. */
  readonly order: { -readonly [Name in keyof TimeSpan]: TimeSpan[Name] };
  /** First and last time of the part that is being read. */
  part: Spans;
}

/** A month has 43,200 minutes. */
const MAX_WRITTEN = 50_000;
/** In bytes. */
const MAX_WRITTEN_LENGTH = 40;
const MINUTES_A_DAY = 1440;
const NO_HOUR = 0;
const NO_TIME: Readonly<LogTime> = { monthFirst: NaN, dayFirst: NaN, hourKey: NaN };
/** `part` has one row of first and last. */
const PART = 0;

/** @param mostHours how many hours are kept */
export const newTimes = (mostHours: number): TimesState => ({
  now: NO_TIME,
  hour: NO_HOUR,
  withoutTime: 0,
  overflowed: false,
  mostHours,
  written: byteTable(MAX_WRITTEN, MAX_WRITTEN_LENGTH),
  read: [],
  last: FULL,
  hourNumbers: new Map(),
  order: { onlyMonthFirst: 0, onlyDayFirst: 0, ambiguous: 0, monthFirstDays: 0, dayFirstDays: 0 },
  part: spans(),
});

/** Reads the time of the next row: `now` and `hour` are then the row's. */
export function readTime(times: TimesState, row: CsvRow, column: number): void {
  const start = row.starts[column] ?? 0;
  const end = row.ends[column] ?? 0;
  const there = column >= 0 && column < row.count;
  // Most rows have the time of the one before.
  if (!there || times.last === FULL || !times.written.is(times.last, row, start, end)) {
    times.last = there ? times.written.number(row, start, end) : FULL;
    if (times.last === FULL) setNow(times, there ? timeOf(row, column) : NO_TIME);
    else setNow(times, (times.read[times.last] ??= timeOf(row, column)));
  }
  if (times.now === NO_TIME) times.withoutTime++;
}

/** A part ends: no log is longer than Setup gives at once, so days are counted for each part by itself. */
export function endPart(times: TimesState): void {
  const { monthFirst, dayFirst } = times.part.get(PART);
  times.order.monthFirstDays = Math.max(times.order.monthFirstDays, daysOf(monthFirst));
  times.order.dayFirstDays = Math.max(times.order.dayFirstDays, daysOf(dayFirst));
  times.part = spans();
  times.last = FULL;
}

export const dateOrderOf = ({ order }: TimesState): DateOrder => dateOrder(order);

/** Hours by their number, as written; undefined where rows are counted that have no time or no room. */
export const hoursOf = ({ hourNumbers }: TimesState): readonly (WrittenHour | undefined)[] => [
  undefined,
  ...[...hourNumbers.keys()].map(writtenHour),
];

function timeOf(row: CsvRow, column: number): Readonly<LogTime> {
  const time = { ...NO_TIME };
  return readLogTime(fieldText(row, column), time) ? time : NO_TIME;
}

function setNow(times: TimesState, time: Readonly<LogTime>): void {
  times.now = time;
  times.hour = hourNumber(times, time.hourKey);
  if (time !== NO_TIME) learnOrder(times, time);
}

/** What a time that differs from the one before says of the order of day and month. */
function learnOrder({ order, part }: TimesState, time: Readonly<LogTime>): void {
  if (Number.isNaN(time.dayFirst)) order.onlyMonthFirst++;
  else if (Number.isNaN(time.monthFirst)) order.onlyDayFirst++;
  else if (time.monthFirst !== time.dayFirst) order.ambiguous++;
  part.add(PART, time);
}

function hourNumber(times: TimesState, key: number): number {
  if (Number.isNaN(key)) return NO_HOUR;
  const { hourNumbers, mostHours } = times;
  const known = hourNumbers.get(key);
  if (known !== undefined) return known;
  if (hourNumbers.size >= mostHours) {
    times.overflowed = true;
    return NO_HOUR;
  }
  const number = hourNumbers.size + 1;
  hourNumbers.set(key, number);
  return number;
}

const daysOf = ([first, last]: readonly [first: number, last: number]): number => (last - first) / MINUTES_A_DAY;
