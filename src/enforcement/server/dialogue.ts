import type { CheckSession, Oddity, Reached, TakenMessage } from '../session.ts';
import { printable } from '../../text/printable.ts';
import type { Limits } from './limits.ts';
import type { MessageReader } from './message.ts';
import type { Mode } from './modes.ts';

/*
 * The server's side of SMTP (RFC 5321, RFC 3207): a command line in, an answer out, and notes of what was seen. It
 * takes mail for the run's own addresses and for nobody else, and has no way to send anything anywhere.
 */

export interface Desk {
  readonly hostname: string;
  /** Of the test addresses. */
  readonly domain: string;
  readonly mode: Mode;
  readonly limits: Limits;
  /** Which of the run's addresses it is, counted from 1; undefined for all the rest of the world. */
  readonly addressNumber: (recipient: string) => number | undefined;
}

/** What happens once the text is sent. */
type Then = 'go-on' | 'data' | 'handshake' | 'alert' | 'close';

export interface Answer {
  readonly text: string;
  readonly then: Then;
}

type Noted = 'hello' | 'extended' | 'starttls' | 'tls' | 'failure' | 'tlsError' | 'named' | 'senderDomain' | 'cut';

/** What a session will have been. */
export type Notes = { -readonly [key in Noted]: CheckSession[key] } & {
  readonly reached: { clear: Reached; tls: Reached };
  readonly messages: TakenMessage[];
  readonly commands: string[];
  readonly oddities: Set<Oddity>;
  quit: boolean;
};

export const newNotes = (): Notes => ({
  hello: undefined,
  extended: false,
  starttls: 'not-asked',
  tls: undefined,
  failure: undefined,
  tlsError: undefined,
  named: undefined,
  senderDomain: undefined,
  cut: undefined,
  reached: { clear: 'nothing', tls: 'nothing' },
  messages: [],
  commands: [],
  oddities: new Set(),
  quit: false,
});

export interface Dialogue {
  readonly greeting: string;
  /** @param line with its line end */
  readonly command: (line: Buffer) => Answer;
  readonly messageEnded: (message: MessageReader) => Answer;
  /** RFC 3207 §4.2: what was said before is forgotten. */
  readonly secured: () => void;
}

interface State {
  greeted: boolean;
  sender: boolean;
  recipient: number | undefined;
  errors: number;
  count: number;
}

interface Talk {
  readonly desk: Desk;
  readonly notes: Notes;
  readonly state: State;
}

export function dialogue(desk: Desk, notes: Notes): Dialogue {
  const state: State = { greeted: false, sender: false, recipient: undefined, errors: 0, count: 0 };
  const talk: Talk = { desk, notes, state };
  return {
    greeting: `220 ${desk.hostname} ESMTP enforcement check, takes mail for one address only\r\n`,
    command: (line) => bounded(talk, () => answerTo(line, talk)),
    messageEnded: (message) => taken(message, talk),
    secured: () => {
      state.greeted = false;
      endTransaction(state);
    },
  };
}

const answer = (text: string, then: Then = 'go-on'): Answer => ({ text: `${text}\r\n`, then });

/** RFC 5321 §3.8: 421 may come at any time. */
function bounded({ desk, notes, state }: Talk, reply: () => Answer): Answer {
  if (++state.count > desk.limits.commands) return cut(notes, 'too many commands');
  const given = reply();
  return state.errors > desk.limits.errors && given.then !== 'close' ? cut(notes, 'too many errors') : given;
}

function cut(notes: Notes, why: string): Answer {
  notes.cut = why;
  return answer(`421 4.7.0 Closing: ${why}`, 'close');
}

const MAX_VERBS = 50;

function answerTo(line: Buffer, talk: Talk): Answer {
  const { notes } = talk;
  const text = line.toString('latin1');
  if (!/^[\t\x20-\x7e]*\r\n$/.test(text)) return wrong(talk, 'bad-command', '500 5.5.2 ASCII and CR LF, nothing else');
  const [verb = ''] = /^[A-Za-z]{1,20}(?=[ \r])/.exec(text) ?? [];
  const rest = text.slice(verb.length, -2);
  const handler = HANDLERS.get(verb.toUpperCase());
  if (notes.commands.length < MAX_VERBS) notes.commands.push(handler ? verb.toUpperCase() : '?');
  return handler ? handler(rest, talk) : wrong(talk, 'bad-command', '500 5.5.2 Unknown command');
}

function wrong({ notes, state }: Talk, oddity: Oddity | undefined, text: string): Answer {
  state.errors++;
  if (oddity) notes.oddities.add(oddity);
  return answer(text);
}

const HANDLERS: ReadonlyMap<string, (rest: string, talk: Talk) => Answer> = new Map([
  ['EHLO', (rest, talk) => hello(rest, talk, true)],
  ['HELO', (rest, talk) => hello(rest, talk, false)],
  ['STARTTLS', starttls],
  ['MAIL', mail],
  ['RCPT', rcpt],
  ['DATA', data],
  ['RSET', reset],
  ['NOOP', () => answer('250 2.0.0 Ok')],
  ['HELP', () => answer('214 2.0.0 Takes mail for one address, to see whether it comes with TLS')],
  ['VRFY', (_rest, talk) => wrong(talk, undefined, '252 2.1.5 Says nothing about addresses')],
  ['QUIT', quit],
  ['AUTH', (_rest, talk) => wrong(talk, 'login', '502 5.5.1 There is no login here')],
  // What follows would be read as commands: the chunk of BDAT (RFC 3030), the header of an HTTP request.
  ...['BDAT', 'GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'CONNECT'].map((verb) => [verb, stranger] as const),
]);

function stranger(_rest: string, { notes }: Talk): Answer {
  notes.oddities.add('not-smtp');
  return answer('421 4.5.0 Not offered here', 'close');
}

const MAX_NAME_LENGTH = 253;

function hello(rest: string, talk: Talk, extended: boolean): Answer {
  const { desk, notes, state } = talk;
  const name = rest.trim();
  if (name === '' || name.includes(' ')) return wrong(talk, undefined, '501 5.5.4 Who is it?');
  endTransaction(state);
  state.greeted = true;
  notes.hello = printable(name, MAX_NAME_LENGTH);
  if (!extended) return answer(`250 ${desk.hostname}`);
  notes.extended = true;
  // RFC 3207 §4.2: not offered again once TLS is on.
  const offered = desk.mode.starttls === 'absent' || notes.tls ? [] : ['STARTTLS'];
  const lines = [desk.hostname, 'PIPELINING', '8BITMIME', `SIZE ${desk.limits.messageBytes}`, ...offered];
  return answer([...lines.map((line) => `250-${line}`), '250 ENHANCEDSTATUSCODES'].join('\r\n'));
}

function starttls(rest: string, talk: Talk): Answer {
  const { desk, notes, state } = talk;
  if (notes.tls) return wrong(talk, undefined, '503 5.5.1 TLS is on already');
  if (!state.greeted) return wrong(talk, undefined, '503 5.5.1 EHLO first');
  if (rest.trim() !== '') return wrong(talk, undefined, '501 5.5.4 No parameters allowed');
  switch (desk.mode.starttls) {
    case 'absent':
      notes.starttls = 'refused';
      return answer('502 5.5.1 Not implemented');
    case 'refused':
      notes.starttls = 'refused';
      return answer('454 4.7.0 TLS not available due to temporary reason');
    case 'alert':
    case 'handshake':
      notes.starttls = 'abandoned';
      return answer('220 2.0.0 Ready to start TLS', desk.mode.starttls);
  }
}

const MAX_PATH_LENGTH = 320;

function mail(rest: string, talk: Talk): Answer {
  const { desk, notes, state } = talk;
  const match = /^ FROM: ?<([^<>]*)>((?: \S+)*)$/i.exec(rest);
  if (!match) return wrong(talk, undefined, '501 5.5.4 MAIL FROM:<address>');
  if (!state.greeted) return wrong(talk, undefined, '503 5.5.1 EHLO first');
  if (state.sender) return wrong(talk, undefined, '503 5.5.1 One sender at a time');
  const [, path = '', parameters = ''] = match;
  if (path.length > MAX_PATH_LENGTH || path.startsWith('@'))
    return wrong(talk, undefined, '553 5.1.7 No such sender path');
  if (!/^(?: (?:SIZE=\d{1,15}|BODY=(?:7BIT|8BITMIME)))*$/i.test(parameters))
    return wrong(talk, undefined, '555 5.5.4 Parameter not known');
  const size = Number(/ SIZE=(\d+)/i.exec(parameters)?.[1] ?? 0);
  if (size > desk.limits.messageBytes) return wrong(talk, undefined, '552 5.3.4 Too large for this server');
  if (notes.messages.length >= desk.limits.messages) return cut(notes, 'too many messages');
  state.sender = true;
  notes.senderDomain = path.includes('@')
    ? printable(path.slice(path.lastIndexOf('@') + 1), MAX_NAME_LENGTH)
    : undefined;
  raise(notes, 'sender');
  return answer('250 2.1.0 Ok');
}

function rcpt(rest: string, talk: Talk): Answer {
  const { desk, notes, state } = talk;
  const match = /^ TO: ?<([^<>]*)>((?: \S+)*)$/i.exec(rest);
  if (!match) return wrong(talk, undefined, '501 5.5.4 RCPT TO:<address>');
  if (!state.sender) return wrong(talk, undefined, '503 5.5.1 MAIL first');
  const [, path = '', parameters = ''] = match;
  // Nothing but the very address: no source route, no `%` and no quoted string is looked into.
  const number = desk.addressNumber(path);
  if (number === undefined) {
    const here = path.toLowerCase().endsWith(`@${desk.domain.toLowerCase()}`) && !/[%!:"]|@.*@/.test(path);
    return wrong(
      talk,
      here ? 'other-address' : 'relay-attempt',
      '550 5.7.1 This server takes mail for one address only, and relays nothing',
    );
  }
  if (parameters !== '') return wrong(talk, undefined, '555 5.5.4 Parameter not known');
  state.recipient = number;
  notes.named = number;
  raise(notes, 'recipient');
  return answer('250 2.1.5 Ok');
}

function data(rest: string, talk: Talk): Answer {
  if (rest.trim() !== '') return wrong(talk, undefined, '501 5.5.4 No parameters allowed');
  if (talk.state.recipient === undefined) return wrong(talk, undefined, '503 5.5.1 RCPT first');
  return answer('354 Go ahead', 'data');
}

function taken(message: MessageReader, { notes, state }: Talk): Answer {
  const address = state.recipient ?? 0;
  notes.messages.push({ address, size: message.size(), tls: notes.tls !== undefined, headers: message.headers() });
  notes.named = undefined;
  raise(notes, 'message');
  endTransaction(state);
  return answer('250 2.0.0 Taken, and not kept');
}

function reset(_rest: string, { state }: Talk): Answer {
  endTransaction(state);
  return answer('250 2.0.0 Ok');
}

function quit(_rest: string, { notes }: Talk): Answer {
  notes.quit = true;
  return answer('221 2.0.0 Bye', 'close');
}

function endTransaction(state: State): void {
  state.sender = false;
  state.recipient = undefined;
}

const STAGES: readonly Reached[] = ['nothing', 'sender', 'recipient', 'message'];

function raise({ reached, tls }: Notes, stage: Reached): void {
  const channel = tls ? 'tls' : 'clear';
  if (STAGES.indexOf(stage) > STAGES.indexOf(reached[channel])) reached[channel] = stage;
}
