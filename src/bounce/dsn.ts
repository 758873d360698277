import { rangeOf, type Range } from '../text/source.ts';

/*
 * RFC 3464: a delivery status notification has a part of fields for machines. Whoever pastes a bounce pastes all of it:
 * words for people, the fields, and the headers of the message that came back, which say nothing about the failure.
 */

/** What the fields say, as they stand there. */
export interface DsnFacts {
  /** `failed`, `delayed`, ... of the first recipient. */
  readonly action: string | undefined;
  readonly status: string | undefined;
  /** The server that answered, without the type before it. */
  readonly remoteMta: string | undefined;
  /** How many recipients it reports on. */
  readonly recipients: number;
}

/** The fields of a notification, or undefined for any other text. */
export function readDsn(text: string): { readonly facts: DsnFacts; readonly spans: readonly Range[] } | undefined {
  const fields = fieldsOf(text);
  const named = (name: string): readonly Field[] => fields.filter((field) => field.name === name);
  const telling = [...named('status'), ...named('diagnostic-code')].sort((a, b) => a.value.start - b.value.start);
  // `Status:` alone stands in many a text; with one of the others it is a notification.
  if (named('diagnostic-code').length === 0 && (named('status').length === 0 || named('action').length === 0))
    return undefined;
  const value = (name: string): string | undefined => {
    const [first] = named(name);
    return first && text.slice(first.value.start, first.value.end).replace(/\s+/g, ' ').trim();
  };
  const facts: DsnFacts = {
    action: value('action')?.toLowerCase(),
    status: value('status'),
    remoteMta: value('remote-mta')?.replace(/^[\w-]+ ?; ?/, ''),
    recipients: Math.max(named('final-recipient').length, 1),
  };
  return { facts, spans: telling.map((field) => field.value) };
}

interface Field {
  readonly name: string;
  readonly value: Range;
}

const FIELD =
  /^[> \t]{0,20}(action|status|diagnostic-code|remote-mta|final-recipient)[ \t]{0,10}:([^\r\n]*(?:\r?\n[> \t]{0,20}[ \t](?![\w-]{1,40}:[ \t])[^\r\n]*)*)/gim;

const fieldsOf = (text: string): readonly Field[] =>
  [...text.matchAll(FIELD)].map((match) => {
    const [whole, name = '', value = ''] = match;
    const end = match.index + whole.length;
    return { name: name.toLowerCase(), value: rangeOf(end - value.length, end) };
  });

/** Headers that name TLS versions and codes of deliveries that went well. */
const TRACE =
  /^[> \t]{0,20}(?:received|x-received|authentication-results|arc-[\w-]{1,40}|dkim-signature|received-spf|x-[\w-]{1,60})[ \t]{0,10}:[^\r\n]*(?:\r?\n[> ]{0,20}[ \t][^\r\n]*)*/gim;

/** A text without the trace headers of a returned message. */
export function withoutTrace(text: string): readonly Range[] {
  const spans: Range[] = [];
  let done = 0;
  for (const { index, 0: found } of text.matchAll(TRACE)) {
    if (index > done) spans.push(rangeOf(done, index));
    done = index + found.length;
  }
  return [...spans, rangeOf(done, text.length)];
}
