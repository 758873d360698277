import { asDomain, type Domain } from '../../mail/domain.ts';
import { FULL, byteTable, type ByteView } from './byteTable.ts';

/** The recipients' domains of a log, numbered. An address is reduced to its domain here, before anything is kept. */
export interface LogDomains {
  /** The number of the domain of an address, `OTHER_DOMAINS` or `NO_DOMAIN`. */
  readonly ofAddress: (from: ByteView, start: number, end: number) => number;
  /** The number is the place. */
  readonly names: readonly Domain[];
}

/** A domain that came when there was no room for more. */
export const OTHER_DOMAINS = -2;
/** The text is no address, or more than one. */
export const NO_DOMAIN = -3;

const AT_SIGNS = 0x40404040;
const BLANK = 32;
const CLOSE = 62;
/** In bytes; no domain has more characters. */
const LONGEST = 1000;

/** @param most how many domains are kept */
export function logDomains(most: number): LogDomains {
  const written = byteTable(most);
  const names: Domain[] = [];
  const byName = new Map<Domain, number>();
  /** Of each form that was written. */
  const numbers: number[] = [];

  function numberOf(name: Domain | undefined): number {
    if (name === undefined) return NO_DOMAIN;
    const known = byName.get(name);
    if (known !== undefined) return known;
    byName.set(name, names.length);
    return names.push(name) - 1;
  }

  return {
    ofAddress(from, start, end) {
      const { bytes } = from;
      const at = atSign(from.words, start, end) + 1;
      let last = end;
      while (last > at && (bytes[last - 1] === BLANK || bytes[last - 1] === CLOSE)) last--;
      if (at - 1 === start || at >= last) return NO_DOMAIN;
      // Behind the first `@` of several addresses stands no domain.
      const number = written.number(from, at, last);
      if (number !== FULL) return (numbers[number] ??= numberOf(asDomain(written.text(number))));
      const name = last - at > LONGEST ? undefined : asDomain(new TextDecoder().decode(bytes.subarray(at, last)));
      return name === undefined ? NO_DOMAIN : (byName.get(name) ?? OTHER_DOMAINS);
    },
    names,
  };
}

/** The place of the first `@`; `end` where there is none. Four bytes at once, as in `csvScanner.ts`. */
function atSign(words: DataView, start: number, end: number): number {
  for (let at = start; at < end; at += 4) {
    const differs = words.getInt32(at, true) ^ AT_SIGNS;
    const zero = (differs - 0x01010101) & ~differs & 0x80808080;
    if (zero !== 0) return Math.min(at + ((31 - Math.clz32(zero & -zero)) >> 3), end);
  }
  return end;
}
