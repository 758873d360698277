import { printable } from '../../text/printable.ts';

/*
 * Reads a message (RFC 5321 §4.1.1.4, §4.5.2) and forgets it byte by byte. What stays is how many bytes there were, and
 * of the header section (RFC 5322 §2.2) the fields that were asked for.
 */

export interface MessageReader {
  /** How many bytes of the piece belong to the message, and whether it ends with them. */
  readonly take: (piece: Buffer) => { readonly used: number; readonly done: boolean };
  /** Bytes so far, without the dots that SMTP adds and the one at the end. */
  readonly size: () => number;
  readonly headers: () => readonly HeaderField[];
}

interface HeaderField {
  readonly name: string;
  readonly value: string;
}

const MAX_FIELDS = 20;
const MAX_FIELD_LENGTH = 1000;
const MAX_SECTION_LENGTH = 256 * 1024;

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;

/** Only CRLF ends a line: other line ends are how messages are smuggled into one another. */
type Place = 'line-start' | 'in-line' | 'cr' | 'dot' | 'dot-cr';

/** @param wanted names of header fields, in lower case */
export function messageReader(wanted: ReadonlySet<string>): MessageReader {
  const section = wanted.size === 0 ? undefined : headerSection(wanted);
  let place: Place = 'line-start';
  let size = 0;
  const keep = (byte: number): void => {
    size++;
    section?.take(byte);
  };
  /** @returns whether the message ends here */
  const step = (byte: number): boolean => {
    if (place === 'dot-cr') {
      if (byte === LF) return true;
      // The dot stood before a line that goes on, so it was stuffed.
      keep(CR);
      place = 'in-line';
    } else if (place === 'dot' && byte === CR) {
      place = 'dot-cr';
      return false;
    } else if (place === 'line-start' && byte === DOT) {
      place = 'dot';
      return false;
    }
    keep(byte);
    place = byte === CR ? 'cr' : byte === LF && place === 'cr' ? 'line-start' : 'in-line';
    return false;
  };
  return {
    take(piece) {
      for (let index = 0; index < piece.length; index++) {
        if (place === 'in-line' && section?.over() !== false) {
          // Nothing matters before the next line end.
          const next = piece.indexOf(CR, index);
          const end = next < 0 ? piece.length : next;
          size += end - index;
          if (next < 0) break;
          index = end;
        }
        if (step(piece[index] ?? 0)) return { used: index + 1, done: true };
      }
      return { used: piece.length, done: false };
    },
    size: () => size,
    headers: () => section?.fields() ?? [],
  };
}

function headerSection(wanted: ReadonlySet<string>) {
  const fields: HeaderField[] = [];
  let bytes = 0;
  let line: number[] = [];
  let over = false;
  /** The field that further lines may continue. */
  let field: { name: string; value: string } | undefined;
  const finish = (): void => {
    if (field && fields.length < MAX_FIELDS)
      fields.push({ name: field.name, value: printable(field.value.trim(), MAX_FIELD_LENGTH) });
    field = undefined;
  };
  const end = (): void => {
    finish();
    over = true;
    line = [];
  };
  const take = (text: string): void => {
    if (/^[ \t]/.test(text)) {
      if (field) field.value = `${field.value} ${text.trim()}`.slice(0, MAX_FIELD_LENGTH);
      return;
    }
    finish();
    const name = /^([!-9;-~]{1,100}):/.exec(text)?.[1];
    // An empty line, or what is no header: from here on it is the message itself.
    if (name === undefined) end();
    else if (wanted.has(name.toLowerCase())) field = { name, value: text.slice(name.length + 1) };
  };
  return {
    take(byte: number): void {
      if (over) return;
      if (++bytes > MAX_SECTION_LENGTH || fields.length >= MAX_FIELDS) {
        end();
        return;
      }
      if (byte !== LF) {
        if (line.length < MAX_FIELD_LENGTH) line.push(byte);
        return;
      }
      const text = Buffer.from(line).toString('utf8').replace(/\r$/, '');
      line = [];
      take(text);
    },
    /** Nothing more of the message can matter. */
    over: (): boolean => over,
    fields: (): readonly HeaderField[] => fields,
  };
}
