import type { DateOrder } from '../model.ts';

/**
 * Date/Time of the Email Log is GMT (Help). Help shows `3/06/2009 13:37` and does not say which is the month, so both
 * readings are kept until the whole log has been seen.
 */

/** Minutes since 1970; `NaN` where the reading gives no date. */
export interface LogTime {
  monthFirst: number;
  dayFirst: number;
  /** The written date and hour as one number, the same for both readings. */
  hourKey: number;
}

const TEXT =
  /^\s*(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})[\sT,]+(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(?:([AP])\.?M\.?|Z|GMT|UTC|[+-]00:?00)?\s*$/i;
const SHORT = /^\s*\d{4}([/.-])/;

/** @returns whether the text is a date and time */
export function readLogTime(text: string, into: LogTime): boolean {
  const [, one, , two, three, hours, minutes, half] = TEXT.exec(text) ?? [];
  if (one === undefined) return false;
  const hour = hourOfDay(Number(hours), half);
  const minute = Number(minutes);
  if (hour > 23 || minute > 59) return false;
  const yearFirst = SHORT.test(text);
  const [year, first, second] = yearFirst
    ? [Number(one), Number(two), Number(three)]
    : [Number(three), Number(one), Number(two)];
  if (year < 1970 || year > 9999 || first > 31 || second > 31) return false;
  const ofDay = hour * 60 + minute;
  into.monthFirst = minutesAt(year, first, second) + ofDay;
  into.dayFirst = yearFirst ? into.monthFirst : minutesAt(year, second, first) + ofDay;
  into.hourKey = ((year * 2 + (yearFirst ? 1 : 0)) * 1024 + first * 32 + second) * 24 + hour;
  return !Number.isNaN(into.monthFirst) || !Number.isNaN(into.dayFirst);
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return hour > 12 ? NaN : (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}

function minutesAt(year: number, month: number, day: number): number {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms / 60_000 : NaN;
}

/** A date as the log writes it, taken apart. */
export interface WrittenHour {
  readonly yearFirst: boolean;
  readonly year: number;
  readonly first: number;
  readonly second: number;
  readonly hour: number;
}

export function writtenHour(key: number): WrittenHour {
  const date = Math.floor(key / 24);
  const years = Math.floor(date / 1024);
  return {
    yearFirst: years % 2 === 1,
    year: Math.floor(years / 2),
    first: (date >> 5) & 31,
    second: date & 31,
    hour: key % 24,
  };
}

/** What all times of a log show together, one reading beside the other. */
export interface TimeSpan {
  readonly onlyMonthFirst: number;
  readonly onlyDayFirst: number;
  readonly ambiguous: number;
  /** Days from the first to the last, for each reading. */
  readonly monthFirstDays: number;
  readonly dayFirstDays: number;
}

/** Setup gives messages of the last 30 days (facts: public source, live Help); a day more for time zones. */
const MAX_DAYS = 31;

export function dateOrder(span: TimeSpan): DateOrder {
  if (span.onlyMonthFirst > 0 && span.onlyDayFirst > 0) return 'unknown';
  if (span.onlyMonthFirst > 0) return 'month-first';
  if (span.onlyDayFirst > 0) return 'day-first';
  if (span.ambiguous === 0) return 'year-first';
  const month = span.monthFirstDays <= MAX_DAYS;
  const day = span.dayFirstDays <= MAX_DAYS;
  return month === day ? 'unknown' : month ? 'month-first' : 'day-first';
}
