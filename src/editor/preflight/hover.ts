import { MarkdownString, type CancellationToken } from 'vscode';
import type { PreflightTarget } from '../../preflight/probe/run.ts';
import { preflightHover } from '../../preflight/report/hover.ts';
import { targetName } from '../../preflight/plan/relays.ts';
import type { HoverPart } from '../check/hover.ts';
import type { Project } from '../projects/folder.ts';
import { preflightSettings } from '../settings.ts';
import { networkOff } from './network.ts';
import type { Results } from './results.ts';
import { problemText, type Runner } from './runner.ts';
import { targetAt, type TargetAt, type Through } from '../../language/targetAt.ts';
import { escapeMarkdown } from '../../output/markdown.ts';

const CHECK = 'sfDeliverability.preflightDomain';
const CHECK_RELAY = 'sfDeliverability.preflightRelay';
const ALWAYS = 'sfDeliverability.preflightAlways';
const REPORT = 'sfDeliverability.showPreflightReport';

/** What a hover waits for a probe; it goes on behind it. */
const HOVER_WAIT_MS = 2000;

/** What was seen of the domain under the mouse, or the way to have it checked. */
export const preflightHoverPart =
  (results: Results, runner: Runner): HoverPart =>
  async ({ project, file }, offset, token) => {
    const found = targetAt(project.facts, file, offset);
    if (!found) return undefined;
    const known = (): MarkdownString | undefined => knownPart(found, project, results, runner);
    const now = known();
    if (now) return now;
    const off = networkOff();
    if (off !== undefined) return new MarkdownString(off);
    switch (preflightSettings().onHover) {
      case 'never':
        return undefined;
      case 'ask':
        return runner.isRunning(...key(found.target)) ? running(found) : offer(found);
      case 'always': {
        const problem = await checked(found, runner, token);
        return known() ?? (problem === undefined ? running(found) : new MarkdownString(text(problem)));
      }
    }
  };

const key = (target: PreflightTarget): readonly [string, number?] =>
  target.kind === 'domain' ? [target.domain] : [target.host, target.port];

function knownPart(
  { target, judged, through, notes }: TargetAt,
  project: Project,
  results: Results,
  runner: Runner,
): MarkdownString | undefined {
  const kept = results.get(...key(target));
  if (!kept) return undefined;
  const links = runner.isRunning(...key(target))
    ? ['Checking again…']
    : networkOff() === undefined
      ? [`[Check again](${checkLink(target)})`]
      : [];
  links.push(`[Report](${link(REPORT, project.uriOf(project.facts.recordPath).toString())})`);
  return trusted([about(through, target), ...notes.map(text), preflightHover(kept, judged, Date.now(), links)]);
}

/** Nothing is contacted before the link is followed, and what will be is said. */
function offer({ target, through, notes }: TargetAt): MarkdownString {
  const name = targetName(target);
  return trusted([
    about(through, target),
    ...notes.map(text),
    `[Check ${text(name)} now](${checkLink(target)}) | [Always check on hover](${link(ALWAYS)})`,
    `${asked(target)}. No message is sent.`,
  ]);
}

/** All that a check contacts. */
function asked(target: PreflightTarget): string {
  const control = ', and, to tell a blocked port, to one server each of gmail.com and outlook.com';
  if (target.kind === 'domain')
    return `Asks the DNS about ${text(target.domain)}, connects to its mail servers on port 25 and to its MTA-STS policy host${control}`;
  const { host, port } = target;
  return `Asks the DNS about ${text(host)} and connects to it on port ${port}${port === SMTP_PORT ? control : ''}`;
}

/** The one that is often blocked. */
const SMTP_PORT = 25;

function running({ target, through }: TargetAt): MarkdownString {
  return trusted([
    about(through, target),
    `Checking ${text(targetName(target))}… The result shows here when it is known.`,
  ]);
}

/** Starts a check, unless one is under way, and waits a little for it. Answers with what went wrong. */
async function checked({ target }: TargetAt, runner: Runner, token: CancellationToken): Promise<string | undefined> {
  const idle = !runner.isRunning(...key(target));
  const done = idle ? runner.run([target]).then(() => undefined, problemText) : until(runner, target);
  const enough = new Promise<undefined>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve(undefined);
    };
    const timer = setTimeout(end, HOVER_WAIT_MS);
    token.onCancellationRequested(end);
  });
  return Promise.race([done, enough]);
}

const until = (runner: Runner, target: PreflightTarget): Promise<undefined> =>
  new Promise((resolve) => {
    const listener = runner.onDidChange(() => {
      if (runner.isRunning(...key(target))) return;
      listener.dispose();
      resolve(undefined);
    });
  });

/** What the result has to do with what is written there. */
function about(through: Through | undefined, target: PreflightTarget): string {
  const name = text(targetName(target));
  switch (through?.kind) {
    case undefined:
      return '';
    case 'wildcard':
      return `\`${through.written.replaceAll('`', "'")}\` has no mail servers of its own; this is about ${name}.`;
    case 'filter':
      return through.active === false
        ? `This filter is not active; this is about ${name}, the relay that it names.`
        : `Mail that this filter takes goes through ${name}; this is about that relay.`;
  }
}

function trusted(paragraphs: readonly string[]): MarkdownString {
  const markdown = new MarkdownString(paragraphs.filter((one) => one !== '').join('\n\n'));
  markdown.isTrusted = { enabledCommands: [CHECK, CHECK_RELAY, ALWAYS, REPORT] };
  return markdown;
}

const checkLink = (target: PreflightTarget): string =>
  target.kind === 'domain' ? link(CHECK, target.domain) : link(CHECK_RELAY, target.host, target.port);

/** A parenthesis would end the link. */
const link = (command: string, ...args: readonly (string | number)[]): string =>
  `command:${command}?${encodeURIComponent(JSON.stringify(args)).replaceAll('(', '%28').replaceAll(')', '%29')}`;

const text = escapeMarkdown;
