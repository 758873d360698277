/** `1 error`, `2 errors` */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `1,234` */
export const grouped = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 message`, `1,234 messages` */
export const many = (number: number, noun: string): string => `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;

/** `45%`; `<1%` and `>99%` where rounding would say none or all. */
export function share(part: number, of: number): string {
  if (of === 0) return '';
  const percent = (part / of) * 100;
  if (part > 0 && percent < 1) return '<1%';
  return part < of && percent > 99 ? '>99%' : `${Math.round(percent)}%`;
}

/** `a, b and c`; `a, b, c, d and 8 more` */
export function nameList(names: readonly string[]): string {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const last = names.length > shown.length ? `${names.length - shown.length} more` : shown.at(-1);
  const first = names.length > shown.length ? shown : shown.slice(0, -1);
  return first.length === 0 ? (last ?? '') : `${first.join(', ')} and ${last ?? ''}`;
}

export const MOST_NAMES = 5;
