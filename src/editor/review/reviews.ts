import { commands, Disposable, ProgressLocation, Uri, window, type CodeLens, type LogOutputChannel } from 'vscode';
import { VersionError } from '../../git/program.ts';
import { reviewMarkdown } from '../../review/report/markdown.ts';
import type { KnownPreflights } from '../projects/folder.ts';
import type { Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';
import { chooseBase, usualBase, type Base } from './chooseBase.ts';
import { chooseRepository, nameOf } from './chooseRepository.ts';
import { compare, makeReport, type Compared } from './compare.ts';
import { findGit, sayNoReview } from './gitExtension.ts';
import type { GitApi, Repository } from './gitApi.ts';
import { reviewLenses } from './lenses.ts';
import { placedNotes, present } from './present.ts';
import { reviewThreads } from './threads.ts';

export interface ReviewServices {
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

/** Git says several times in a row that something has changed. */
const PAUSE_MS = 300;

const NO_REVIEW = 'This review is over. Run "Email Deliverability: Review Changes" for a new one.\n';

export function openReviews(services: ReviewServices): Reviews {
  const { log, projects, known, changed } = services;
  const threads = reviewThreads();
  const sessions = new Map<string, Session>();
  const cached = comparisons((root) => void refresh(root));

  const keep = (root: string, session: Session | undefined): void => {
    if (session) sessions.set(root, session);
    else sessions.delete(root);
    void commands.executeCommand('setContext', 'sfDeliverability.reviewShown', sessions.size > 0);
    const notes = session ? placedNotes(session.api, session.compared, makeReport(session.compared, known())) : [];
    threads.show(root, notes);
    changed();
  };
  const refresh = async (root: string): Promise<void> => {
    const session = sessions.get(root);
    if (!session) {
      changed();
      return;
    }
    try {
      const { api, base, compared } = session;
      const again = await cached.get(api, compared.repository, base);
      // It may be over by now.
      if (sessions.get(root) === session) keep(root, { ...session, compared: again });
    } catch (error) {
      log.warn(`the review is not brought up to date: ${String(error)}`);
    }
  };
  const review = async (target: unknown, ref: unknown): Promise<void> => {
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
    const compared = await comparedOrSaid(git.api, repository, base);
    if (!compared) return;
    const root = repository.rootUri.toString();
    const report = makeReport(compared, known());
    if (report.projects.length === 0) {
      keep(root, undefined);
      void window.showInformationMessage(nothing(report.notes, compared));
      return;
    }
    keep(root, { api: git.api, base, compared });
    await present(git.api, compared, report, pageOf(services.scheme, repository));
  };
  const comparedOrSaid = async (api: GitApi, repository: Repository, base: Base): Promise<Compared | undefined> => {
    try {
      cached.forget(repository.rootUri.toString());
      const compared = await window.withProgress(
        { location: ProgressLocation.Window, title: 'Reviewing email settings' },
        () => cached.get(api, repository, base),
      );
      if (compared.comparison.endpoints.base !== undefined) return compared;
      sayNoReview(`There is nothing to compare with: ${nameOf(repository)} has no commit yet.`);
    } catch (error) {
      if (!(error instanceof VersionError)) throw error;
      sayNoReview(`There is no review: ${error.message.replace(/^--base /, '')}.`);
    }
    return undefined;
  };
  const listener = projects.onDidChange(() => {
    for (const [root, session] of sessions) keep(root, session);
  });
  return {
    review,
    clear: () => {
      for (const root of sessions.keys()) keep(root, undefined);
    },
    documentText: ({ query }) => {
      const session = sessions.get(query);
      if (!session) return NO_REVIEW;
      // VS Code's preview knows no boxes to tick.
      return reviewMarkdown(makeReport(session.compared, known())).replaceAll('- [ ] ', '- ☐ ');
    },
    lenses: async (uri) => {
      const git = await findGit();
      const repository = git.ok && git.api.getRepository(uri);
      if (!repository) return [];
      const base = usualBase(repository);
      try {
        const compared = await cached.get(git.api, repository, base);
        const { endpoints, name } = compared.comparison;
        if (endpoints.base === undefined) return [];
        const file = uri.path.slice(repository.rootUri.path.length + 1);
        const report = makeReport(compared, known(), file);
        return reviewLenses(report, { file, uri, since: name, base: base.ref });
      } catch (error) {
        log.info(`no lens on ${uri.toString()}: ${String(error)}`);
        return [];
      }
    },
    dispose: () => {
      Disposable.from(threads, listener, cached).dispose();
    },
  };
}

const pageOf = (scheme: string, repository: Repository): Uri =>
  Uri.from({ scheme, path: `/${nameOf(repository)}/Email review.md`, query: repository.rootUri.toString() });

const nothing = (notes: readonly string[], { comparison: { base, head } }: Compared): string =>
  [`Nothing changes for email: ${base} → ${head}.`, ...notes.map((note) => `${note}.`)].join(' ');

/** Comparisons that hold until git has news of their repository. */
function comparisons(onNews: (root: string) => void) {
  const held = new Map<string, Map<string, Promise<Compared>>>();
  const watched = new Map<string, Disposable>();
  const timers = new Map<string, NodeJS.Timeout>();
  const watch = ({ rootUri, state }: Repository): void => {
    const root = rootUri.toString();
    if (watched.has(root)) return;
    const listener = state.onDidChange(() => {
      clearTimeout(timers.get(root));
      timers.set(
        root,
        setTimeout(() => {
          held.delete(root);
          onNews(root);
        }, PAUSE_MS),
      );
    });
    watched.set(root, listener);
  };
  return {
    get: (api: GitApi, repository: Repository, base: Base): Promise<Compared> => {
      watch(repository);
      const root = repository.rootUri.toString();
      const own = held.get(root) ?? new Map<string, Promise<Compared>>();
      held.set(root, own);
      const key = base.ref ?? '';
      const found = own.get(key) ?? compare(api, repository, base);
      own.set(key, found);
      return found;
    },
    forget: (root: string): void => {
      held.delete(root);
    },
    dispose: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      Disposable.from(...watched.values()).dispose();
    },
  };
}
