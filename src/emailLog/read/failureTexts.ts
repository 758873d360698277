import { FULL, byteTable, byteView } from './byteTable.ts';
import { fieldText, type CsvRow } from './csvScanner.ts';
import type { LogColumns } from './columns.ts';
import { withoutNames } from './replyWords.ts';
import { hidesCause, tlsTrouble, type TlsTrouble } from '../tlsFailure.ts';

/** Why a delivery failed, as far as it may be shown. */
interface LogText {
  /** Empty where the row gives none. */
  readonly text: string;
  readonly trouble: TlsTrouble | null;
  /** Whether it says only that time was up. */
  readonly hidesCause: boolean;
}

export interface LogTexts {
  /** The number of the text of a T or P row. */
  readonly ofRow: (row: CsvRow, columns: LogColumns) => number;
  readonly at: (number: number) => LogText;
  readonly size: number;
  /** Whether some texts were counted together as "other texts". */
  readonly overflowed: boolean;
}

const OTHER_TEXTS = '(other texts)';

/** Texts that were seen in this form before, so that they need not be read again. */
const MAX_RAW = 4096;
/** Of a text, in bytes; what is longer is cut. */
const LONGEST = 2000;
const AT_SIGN = 64;
const decoder = new TextDecoder();
const REPLY = /\b[245]\d\d[ -]|\b[245]\.\d{1,3}\.\d{1,3}\b/;
const STAGE =
  /\b(?:during|after) (?:MAIL FROM|RCPT TO|DATA|EHLO|RSET|STARTTLS|XCLIENT)\b|\bwhile (?:not connected|idle|sending BODY)\b|\breading (?:confirmation|BANNER)\b|\b(?:handshaking|renegotiating) TLS\b|\bout of band bounce\b|\bin unknown state\b/i;

/** @param most how many different texts are kept apart */
export function logTexts(most: number): LogTexts {
  const raw = byteTable(MAX_RAW);
  const scratch = byteView(LONGEST);
  const numbers: number[] = [];
  const texts: LogText[] = [];
  const byText = new Map<string, number>();
  let overflowed = false;

  function numberOf(text: LogText): number {
    const key = `${text.text}\n${text.trouble ?? ''}\n${text.hidesCause}`;
    const known = byText.get(key);
    if (known !== undefined) return known;
    if (byText.size >= most && text.text !== OTHER_TEXTS) {
      overflowed = true;
      return numberOf({ ...text, text: OTHER_TEXTS });
    }
    byText.set(key, texts.length);
    return texts.push(text) - 1;
  }

  /** Help: the stage, or the reply in its place; whatever else a row says may stand in a column without a known name. */
  function read(stage: string, row: CsvRow, columns: LogColumns): number {
    const found = REPLY.test(stage) ? [] : columns.others.map((column) => fieldText(row, column)).filter(saysWhy);
    return numberOf(logText([...found, stage].join(' ')));
  }

  return {
    ofRow(row, columns) {
      const { stage, others } = columns;
      if (stage < 0 || stage >= row.count || others.length > 0) return read(fieldText(row, stage), row, columns);
      const end = copyWithoutAddresses(row.bytes, row.starts[stage] ?? 0, row.ends[stage] ?? 0, scratch.bytes);
      const number = raw.number(scratch, 0, end);
      if (number === FULL) return read(decoder.decode(scratch.bytes.subarray(0, end)), row, columns);
      return (numbers[number] ??= read(raw.text(number), row, columns));
    },
    at: (number) => texts[number] ?? NO_TEXT,
    get size() {
      return texts.length;
    },
    get overflowed() {
      return overflowed;
    },
  };
}

const NO_TEXT: LogText = { text: '', trouble: null, hidesCause: false };

const logText = (text: string): LogText => ({
  text: withoutNames(text),
  trouble: tlsTrouble(text),
  hidesCause: hidesCause(text),
});

const saysWhy = (text: string): boolean => REPLY.test(text) || STAGE.test(text);

/** Copies a text; of a word with an `@` only that is left, so that no address is kept. @returns the length */
function copyWithoutAddresses(bytes: Uint8Array, start: number, end: number, into: Uint8Array): number {
  let length = 0;
  let word = 0;
  let inAddress = false;
  for (let at = start; at < end && length < into.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === AT_SIGN) {
      length = word;
      into[length++] = AT_SIGN;
      inAddress = true;
    } else if (ends(byte)) {
      into[length++] = byte;
      word = length;
      inAddress = false;
    } else if (!inAddress) into[length++] = byte;
  }
  return length;
}

/** Blanks, quotes, brackets, commas, colons and semicolons end a word. */
const ends = (byte: number): boolean =>
  byte <= 34 || byte === 39 || byte === 40 || byte === 41 || byte === 44 || (byte >= 58 && byte <= 62 && byte !== 61);
