import { MarkdownString, type CancellationToken } from 'vscode';
import type { PreflightTarget } from '../../preflight/probe/run.ts';
import type { HoverPart } from '../check/hover.ts';
import type { Project } from '../projects/folder.ts';
import { preflightSettings } from '../settings.ts';
import { networkOff } from './network.ts';
import type { Results } from './results.ts';
import { problemText, type Runner } from './runner.ts';
import { offerText, PREFLIGHT_LINKS, runningText, seenText } from '../../language/preflightHover.ts';
import { targetAt, type TargetAt } from '../../language/targetAt.ts';
import { escapeMarkdown } from '../../output/markdown.ts';

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
        return trusted(runner.isRunning(...key(found.target)) ? runningText(found) : offerText(found));
      case 'always': {
        const problem = await checked(found, runner, token);
        return (
          known() ?? (problem === undefined ? trusted(runningText(found)) : new MarkdownString(escapeMarkdown(problem)))
        );
      }
    }
  };

const key = (target: PreflightTarget): readonly [string, number?] =>
  target.kind === 'domain' ? [target.domain] : [target.host, target.port];

function knownPart(found: TargetAt, project: Project, results: Results, runner: Runner): MarkdownString | undefined {
  const kept = results.get(...key(found.target));
  if (!kept) return undefined;
  const offered = networkOff() === undefined ? 'offered' : 'off';
  const again = runner.isRunning(...key(found.target)) ? 'running' : offered;
  const record = project.uriOf(project.facts.recordPath).toString();
  return trusted(seenText(found, kept, { now: Date.now(), record, again }));
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

function trusted(text: string): MarkdownString {
  const markdown = new MarkdownString(text);
  markdown.isTrusted = { enabledCommands: PREFLIGHT_LINKS };
  return markdown;
}
