import { MEANING_WORDS } from './harmlessWords.ts';

/**
 * A reason as it may be shown to others: codes, and words that bounces are made of. Names, addresses, ids and hosts are
 * left out, whatever form they have: what is not known to be harmless is not shown.
 */
export function sampleOf(reason: string): string {
  const parts = reason
    .slice(0, MAX_READ_LENGTH)
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => (isCode(part) || isHarmless(part) ? part : reduced(part)));
  const shown = parts.filter((part, index) => part !== LEFT_OUT || parts[index - 1] !== LEFT_OUT).join(' ');
  return shown.length > MAX_SHOWN_LENGTH ? `${shown.slice(0, MAX_SHOWN_LENGTH)}${LEFT_OUT}` : shown;
}

const MAX_READ_LENGTH = 600;
const MAX_SHOWN_LENGTH = 160;
const LEFT_OUT = '…';

const isCode = (part: string): boolean =>
  /^[("'#<[]{0,3}[245]\d\d(?:-[245]\.\d{1,3}\.\d{1,3})?[)"',:;>\]]{0,3}$/.test(part) ||
  /^[("'#<[]{0,3}[245]\.\d{1,3}\.\d{1,3}[)"',:;>\]]{0,3}$/.test(part);

/** Letters and simple punctuation only, and every word of it known. */
const isHarmless = (part: string): boolean =>
  /^[\p{L}'()[\]",:;./!-]{1,40}$/u.test(part) &&
  part
    .toLowerCase()
    .split(/[^\p{L}']+/u)
    .every((word) => word === '' || MEANING_WORDS.has(word));

/** Of an address the domain stays, as in the other reports. */
function reduced(part: string): string {
  const domain = /^[^@]{1,200}@((?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24})[>)"',:;.\]]{0,4}$/i.exec(part)?.[1];
  return domain === undefined ? LEFT_OUT : `${LEFT_OUT}@${domain.toLowerCase()}`;
}
