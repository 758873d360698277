import type { CheckEvent, Refusals, SimulatedCell } from '../event.ts';
import type { Conclusion } from '../proof.ts';
import type { SessionVerdict } from '../verdict.ts';
import { printable } from '../../text/printable.ts';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { conclusionWords, isoSecond } from './conclusion.ts';
import { kinshipSentence, sessionSentence, settingNames } from './session.ts';
import { marked, SIMULATION } from './simulated.ts';
import { wrap } from '../../output/wrap.ts';
import { type Style, type StyleName, plain } from '../../output/style.ts';

/** The enforcement check as a person reads it while it goes on. */
export interface TextOptions {
  readonly domain: string;
  readonly width: number;
  readonly style?: Style;
}

export function enforcementText(event: CheckEvent, { domain, width, style = plain }: TextOptions): string {
  const lines = linesOf(event, domain);
  return lines.map((line) => shown(line, width, style)).join('');
}

interface Line {
  readonly text: string;
  readonly indent: number;
  readonly style?: StyleName;
}

const at = (indent: number, text: string, style?: StyleName): Line =>
  style === undefined ? { indent, text } : { indent, text, style };

/** Wrapped and set off; styles are put on last, since they take no room. */
function shown({ text, indent, style: name }: Line, width: number, style: Style): string {
  if (text === '') return '\n';
  const blank = ' '.repeat(indent);
  return wrap(printable(text), Math.max(20, width - indent))
    .map((line) => `${blank}${name === undefined ? line : style(name, line)}\n`)
    .join('');
}

function linesOf(event: CheckEvent, domain: string): readonly Line[] {
  switch (event.kind) {
    case 'start':
      return startLines(event);
    case 'step':
      return stepLines(event);
    case 'session':
      return sessionLines(event);
    case 'refused':
      return [at(0, `${isoSecond(event.at)}  ${marked(refusedSentence(event.counts), event)}`)];
    case 'summary':
      return summaryLines(event, domain);
  }
}

function startLines(event: CheckEvent & { kind: 'start' }): readonly Line[] {
  const { listeners, open, address, hostname, simulated } = event;
  const where = listeners.map(
    ({ host, port, mode }) => `${hostname} listens on ${host} port ${port}, and ${mode.about}.`,
  );
  const reach = open ? 'It can be reached from elsewhere' : 'It can be reached from this machine only';
  return [
    ...(simulated === true ? [at(0, marked(SIMULATION, event), 'bold')] : []),
    ...where.map((text) => at(0, text)),
    at(
      0,
      `${reach}, takes mail for its test address only, relays nothing, and keeps nothing of a message but its size and the header fields asked for.`,
    ),
    ...(address ? [at(0, ''), at(0, 'Send a message from the org to'), at(4, address.address)] : []),
    at(0, ''),
  ];
}

function stepLines(event: CheckEvent & { kind: 'step' }) {
  const { number, of, purpose, mode, address, setting } = event;
  const name = tlsSettingLabel(setting);
  const texts = {
    baseline: `Mail must get here first. The server ${mode.about}, which ${name} accepts. This step shows only the route and the sender: Preferred sends this way too. Send a message from the org to`,
    challenge: `The server now ${mode.about}: ${name} must withhold mail. Send a new message from the org to`,
    release: `The server again ${mode.about}. Send nothing: what was withheld must arrive by itself. Salesforce tries again after 5, 10, 20 and 40 minutes, and so on for 24 hours.`,
  };
  return [
    at(0, marked(`Step ${number} of ${of}`, event), 'bold'),
    at(2, texts[purpose]),
    ...(address ? [at(4, address.address)] : []),
    at(0, ''),
  ];
}

const KIND_STYLE: Readonly<Record<SessionVerdict['kind'], StyleName>> = {
  mail: 'green',
  begun: 'yellow',
  withheld: 'cyan',
  nothing: 'dim',
  cut: 'dim',
};

function sessionLines({ session, verdict, kinship }: CheckEvent & { kind: 'session' }): readonly Line[] {
  const who = session.hello === undefined ? session.address : `${session.address} "${session.hello}"`;
  const head = `${isoSecond(session.startedAt)}  session ${session.number} from ${who}`;
  const relation = verdict.kind === 'withheld' ? kinshipSentence(kinship, session) : '';
  const colour = verdict.outcome === 'clear' ? 'red' : KIND_STYLE[verdict.kind];
  const facts = [
    ...(session.tls ? [`${session.tls.protocol} ${session.tls.cipher}`] : []),
    ...(session.tlsError === undefined ? [] : [session.tlsError]),
    ...(session.senderDomain === undefined ? [] : [`sender at ${session.senderDomain}`]),
  ];
  return [
    at(0, head),
    at(2, [sessionSentence(session, verdict), relation].join(' ').trim(), colour),
    ...(facts.length === 0 ? [] : [at(2, facts.join(', '), 'dim')]),
    ...session.messages.flatMap(({ headers }) => headers.map(({ name, value }) => at(4, `${name}: ${value}`))),
    at(0, ''),
  ];
}

function refusedSentence(counts: Refusals): string {
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const times = total === 1 ? 'One connection was' : `${total} connections were`;
  return `${times} turned away so far, because there were too many; a sender comes again.`;
}

function summaryLines(event: CheckEvent & { kind: 'summary' }, domain: string): readonly Line[] {
  const { startedAt, sessions, refused, conclusions, endedFor } = event;
  const why = { done: 'It is done', time: 'Its time is over', interrupted: 'It was stopped' }[endedFor];
  const parts = [
    `${sessions.mail + sessions.begun} with test mail`,
    `${sessions.withheld} that saw the TLS fault and left`,
    `${sessions.nothing + sessions.cut} that say nothing`,
  ];
  return [
    at(0, marked(`Enforcement check from ${isoSecond(startedAt)} to ${isoSecond(event.at)}`, event), 'bold'),
    at(2, `${why}. Sessions: ${parts.join(', ')}.`),
    ...(Object.keys(refused).length > 0 ? [at(2, refusedSentence(refused))] : []),
    ...conclusions.flatMap((one) => [at(0, ''), ...conclusionLines(one, domain)]),
  ];
}

const LEVEL_STYLE: Readonly<Record<Conclusion['level'], StyleName>> = {
  enforced: 'green',
  'not-enforced': 'red',
  likely: 'yellow',
  open: 'yellow',
};

function conclusionLines(conclusion: Conclusion, domain: string): readonly Line[] {
  const { verdict, grounds, next } = conclusionWords(conclusion, domain);
  return [at(0, verdict, LEVEL_STYLE[conclusion.level]), ...grounds.map((text) => at(2, text)), at(2, next)];
}

const SAW = { clear: 'unencrypted mail', tls: 'mail with TLS', bounce: 'no mail', unknown: 'nothing' } as const;

/** What each player did at each mode, a block for each player. */
export function simulationText(cells: readonly SimulatedCell[]): string {
  const players = [...new Set(cells.map(playerOf))];
  return players
    .map((player) => {
      const rows = cells.filter((cell) => playerOf(cell) === player).map(cellLine);
      return `Simulated: Salesforce under ${player}\n${rows.join('')}`;
    })
    .join('\n');
}

const playerOf = ({ setting, reading }: SimulatedCell): string =>
  `${tlsSettingLabel(setting)}${reading === undefined ? '' : `, as its ${reading} has it`}`;

function cellLine({ mode, sessions, delivery }: SimulatedCell): string {
  const last = sessions.at(-1)?.verdict;
  const saw = SAW[last?.outcome ?? 'unknown'];
  const rest = last ? marked(verdictWords(last), last) : '';
  const text = delivery.kind === 'deferred' ? ` (Email Log: ${delivery.text})` : '';
  return `  ${mode.padEnd(16)}  ${saw.padEnd(16)}  ${rest}${text}\n`;
}

function verdictWords({ fits, contradicts, oldTls }: SessionVerdict): string {
  if (oldTls === true) return 'rules out that TLS 1.2 is required';
  if (contradicts.length > 0) return `rules out ${settingNames(contradicts)}`;
  return fits.length === 4 ? 'rules out nothing' : `fits ${settingNames(fits)}`;
}
