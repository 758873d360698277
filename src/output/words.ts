/** `1 error`, `2 errors`: of what there is not much. */
export const counted = (count: number, noun: string): string => `${count} ${plural(count, noun)}`;

/** `1,234` */
export const grouped = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 message`, `1,234 messages` */
export const many = (number: number, noun: string): string => `${grouped(number)} ${plural(number, noun)}`;

const plural = (number: number, noun: string): string => (number === 1 ? noun : `${noun}s`);

/** `45%`; `<1%` and `>99%` where rounding would say none or all. */
export function share(part: number, of: number): string {
  if (of === 0) return '';
  const percent = (part / of) * 100;
  if (part > 0 && percent < 1) return '<1%';
  return part < of && percent > 99 ? '>99%' : `${Math.round(percent)}%`;
}

/** `a, b and c` */
export const enumerated = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** `a, b and c`; `a, b, c, d and 8 more` */
export const nameList = (names: readonly string[]): string =>
  firstNames(names, names.length > MAX_NAMES ? MAX_NAMES - 1 : MAX_NAMES);

const MAX_NAMES = 5;

/** `a, b and c`; of more than `most` these, `and 8 more`. */
export const firstNames = (names: readonly string[], most: number, show = asItIs): string =>
  enumerated([...names.slice(0, most).map(show), ...(names.length > most ? [`${names.length - most} more`] : [])]);

/** `a, b, c`; of more than `most` these, `and 1,234 more`: for lists that are looked through. */
export const longList = (names: readonly string[], most: number, show = asItIs): string => {
  const shown = names.slice(0, most).map(show).join(', ');
  return names.length > most ? `${shown} and ${grouped(names.length - most)} more` : shown;
};

const asItIs = (name: string): string => name;
