import { preflightHover } from '../preflight/report/hover.ts';
import { targetName } from '../preflight/plan/relays.ts';
import type { PreflightTarget } from '../preflight/probe/run.ts';
import type { KeptPreflight } from '../preflight/read/parse.ts';
import { escapeMarkdown } from '../output/markdown.ts';
import type { TargetAt, Through } from './targetAt.ts';

const CHECK = 'sfDeliverability.preflightDomain';
const CHECK_RELAY = 'sfDeliverability.preflightRelay';
const ALWAYS = 'sfDeliverability.preflightAlways';
const REPORT = 'sfDeliverability.showPreflightReport';

/** The commands that the links in these texts give: a hover has to trust them. */
export const PREFLIGHT_LINKS: readonly string[] = [CHECK, CHECK_RELAY, ALWAYS, REPORT];

/** What there is to know beside the result. */
export interface SeenAt {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The URI of the project's record, which names the project. */
  readonly record: string;
  /** Whether the target can be checked again, is being checked, or may not be. */
  readonly again: 'offered' | 'running' | 'off';
}

/** What was seen of a target, as Markdown. */
export function seenText({ target, judged, through, notes }: TargetAt, kept: KeptPreflight, at: SeenAt): string {
  const again = {
    offered: [`[Check again](${checkLink(target)})`],
    running: ['Checking again…'],
    off: [],
  }[at.again];
  const links = [...again, `[Report](${link(REPORT, at.record)})`];
  return paragraphs([about(through, target), ...notes.map(text), preflightHover(kept, judged, at.now, links)]);
}

/** The way to have a target checked, as Markdown. Nothing is contacted before the link is followed, and what will be is said. */
export function offerText({ target, through, notes }: TargetAt): string {
  const name = targetName(target);
  return paragraphs([
    about(through, target),
    ...notes.map(text),
    `[Check ${text(name)} now](${checkLink(target)}) | [Always check on hover](${link(ALWAYS)})`,
    `${asked(target)}. No message is sent.`,
  ]);
}

/** All that a check contacts. */
function asked(target: PreflightTarget): string {
  const control = ', and to one server each of gmail.com and outlook.com to detect a blocked port';
  if (target.kind === 'domain')
    return `Asks the DNS about ${text(target.domain)}, connects to its mail servers on port 25 and to its MTA-STS policy host${control}`;
  const { host, port } = target;
  return `Asks the DNS about ${text(host)} and connects to this relay on port ${port}${port === SMTP_PORT ? control : ''}`;
}

/** The one that is often blocked. */
const SMTP_PORT = 25;

/** As Markdown. */
export const runningText = ({ target, through }: TargetAt): string =>
  paragraphs([
    about(through, target),
    `Checking ${text(targetName(target))}… The result appears here when it is ready.`,
  ]);

/** What the result has to do with what is written there. */
function about(through: Through | undefined, target: PreflightTarget): string {
  const name = text(targetName(target));
  switch (through?.kind) {
    case undefined:
      return '';
    case 'wildcard':
      return `\`${through.written.replaceAll('`', "'")}\` has no mail servers; this is about ${name}.`;
    case 'filter':
      return through.active === false
        ? `This filter is not active; this is about ${name}, the relay that it names.`
        : `Mail that this filter matches goes through ${name}; this is about that relay.`;
  }
}

const paragraphs = (all: readonly string[]): string => all.filter((one) => one !== '').join('\n\n');

const checkLink = (target: PreflightTarget): string =>
  target.kind === 'domain' ? link(CHECK, target.domain) : link(CHECK_RELAY, target.host, target.port);

/** A parenthesis would end the link. */
const link = (command: string, ...args: readonly (string | number)[]): string =>
  `command:${command}?${encodeURIComponent(JSON.stringify(args)).replaceAll('(', '%28').replaceAll(')', '%29')}`;

const text = escapeMarkdown;
