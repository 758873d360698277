import { commands, Disposable, ProgressLocation, Uri, window, type CodeLens, type LogOutputChannel } from 'vscode';
import { VersionError } from '../../git/program.ts';
import { reviewMarkdown } from '../../review/report/markdown.ts';
import type { KnownPreflights } from '../projects/folder.ts';
import type { Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';
import { chooseBase, usualBase, type Base } from './chooseBase.ts';
import { chooseRepository, nameOf } from './chooseRepository.ts';
import { compare, makeReport, type Compared } from './compare.ts';
import { comparisons, type Comparisons } from './comparisons.ts';
import { findGit, sayNoReview } from './gitExtension.ts';
import type { GitApi, Repository } from './gitApi.ts';
import { reviewLenses } from './lenses.ts';
import { placedNotes, present } from './present.ts';
import { reviewThreads, type ReviewThreads } from './threads.ts';

interface ReviewServices {
  readonly log: LogOutputChannel;
  readonly projects: Projects;
  readonly known: KnownPreflights;
  /** Scheme of the review documents. */
  readonly scheme: string;
  /** What documents and lenses say may be something else now. */
  readonly changed: () => void;
}

export interface Reviews extends Registration {
  /**
   * @param target where it was called on: a file, a source control, or nothing
   * @param ref what to compare with; empty: the default branch; without it, a person is asked
   */
  readonly review: (target: unknown, ref: unknown) => Promise<void>;
  readonly clear: () => void;
  readonly documentText: (uri: Uri) => string;
  /** What changed in a file of a project. */
  readonly lenses: (uri: Uri) => Promise<readonly CodeLens[]>;
}

/** A review that is shown. */
interface Session {
  readonly api: GitApi;
  readonly base: Base;
  readonly compared: Compared;
}

const NO_REVIEW = 'This review has ended. Run "Email Deliverability: Review Changes" for a new one.\n';

interface State {
  readonly services: ReviewServices;
  readonly threads: ReviewThreads;
  /** The reviews that are shown, by the URI of their repository's root. */
  readonly sessions: Map<string, Session>;
  readonly comparisons: Comparisons;
}

export function openReviews(services: ReviewServices): Reviews {
  const state: State = {
    services,
    threads: reviewThreads(),
    sessions: new Map(),
    comparisons: comparisons({ compare, onNews: (root) => void refresh(state, root) }),
  };
  const { projects } = services;
  const listener = projects.onDidChange(() => {
    for (const [root, session] of state.sessions) keep(state, root, session);
  });
  return {
    review: (target, ref) => review(state, target, ref),
    clear: () => {
      for (const root of state.sessions.keys()) keep(state, root, undefined);
    },
    documentText: ({ query }) => documentText(state, query),
    lenses: (uri) => lensesOf(state, uri),
    dispose: () => {
      Disposable.from(state.threads, listener, state.comparisons).dispose();
    },
  };
}

/** Shows the review, or, if it is undefined, that there is none any more. */
function keep({ services, threads, sessions }: State, root: string, session: Session | undefined): void {
  if (session) sessions.set(root, session);
  else sessions.delete(root);
  void commands.executeCommand('setContext', 'sfDeliverability.reviewShown', sessions.size > 0);
  const notes = session
    ? placedNotes(session.api, session.compared, makeReport(session.compared, services.known()))
    : [];
  threads.show(root, notes);
  services.changed();
}

async function refresh(state: State, root: string): Promise<void> {
  const { services, sessions } = state;
  const session = sessions.get(root);
  if (!session) {
    services.changed();
    return;
  }
  try {
    const { api, base, compared } = session;
    const again = await state.comparisons.get(api, compared.repository, base);
    // It may be over by now.
    if (sessions.get(root) === session) keep(state, root, { ...session, compared: again });
  } catch (error) {
    services.log.warn(`the review is not brought up to date: ${String(error)}`);
  }
}

async function review(state: State, target: unknown, ref: unknown): Promise<void> {
  const { projects, known, scheme } = state.services;
  const git = await findGit();
  if (!git.ok) {
    sayNoReview(git.why);
    return;
  }
  await projects.ready();
  const repository = await chooseRepository(git.api, projects, target);
  if (!repository) return;
  const base = typeof ref === 'string' ? { ref: ref || undefined } : await chooseBase(repository);
  if (!base) return;
  const compared = await comparedOrSaid(state, git.api, repository, base);
  if (!compared) return;
  const root = repository.rootUri.toString();
  const report = makeReport(compared, known());
  if (report.projects.length === 0) {
    keep(state, root, undefined);
    void window.showInformationMessage(nothing(report.notes, compared));
    return;
  }
  keep(state, root, { api: git.api, base, compared });
  await present(git.api, compared, report, pageOf(scheme, repository));
}

/** Undefined if there is nothing to compare with; the person has been told why. */
async function comparedOrSaid(
  state: State,
  api: GitApi,
  repository: Repository,
  base: Base,
): Promise<Compared | undefined> {
  try {
    state.comparisons.forget(repository.rootUri.toString());
    const compared = await window.withProgress(
      { location: ProgressLocation.Window, title: 'Reviewing email settings' },
      () => state.comparisons.get(api, repository, base),
    );
    if (compared.comparison.endpoints.base !== undefined) return compared;
    sayNoReview(`There is nothing to compare with: ${nameOf(repository)} has no commit yet.`);
  } catch (error) {
    if (!(error instanceof VersionError)) throw error;
    sayNoReview(`There is no review: ${error.message}.`);
  }
  return undefined;
}

function documentText({ services, sessions }: State, root: string): string {
  const session = sessions.get(root);
  if (!session) return NO_REVIEW;
  // VS Code's preview knows no boxes to tick.
  return reviewMarkdown(makeReport(session.compared, services.known()), '☐');
}

async function lensesOf(state: State, uri: Uri): Promise<readonly CodeLens[]> {
  const { log, known } = state.services;
  const git = await findGit();
  const repository = git.ok && git.api.getRepository(uri);
  if (!repository) return [];
  const base = usualBase(repository);
  try {
    const compared = await state.comparisons.get(git.api, repository, base);
    const { endpoints, name } = compared.comparison;
    if (endpoints.base === undefined) return [];
    const file = uri.path.slice(repository.rootUri.path.length + 1);
    const report = makeReport(compared, known(), file);
    return reviewLenses(report, { file, uri, since: name, base: base.ref });
  } catch (error) {
    log.info(`no lens on ${uri.toString()}: ${String(error)}`);
    return [];
  }
}

const pageOf = (scheme: string, repository: Repository): Uri =>
  Uri.from({ scheme, path: `/${nameOf(repository)}/Email review.md`, query: repository.rootUri.toString() });

const nothing = (notes: readonly string[], { comparison: { base, head } }: Compared): string =>
  [`Nothing changes for email: ${base} → ${head}.`, ...notes.map((note) => `${note}.`)].join(' ');
