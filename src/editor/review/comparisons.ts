import type { Base } from './chooseBase.ts';
import type { Compared } from './compare.ts';
import type { GitApi, Repository } from './gitApi.ts';
import type { Registration } from '../projects/documents.ts';
import { debounced } from '../debounce.ts';

/** Git says several times in a row that something has changed. */
const PAUSE_MS = 300;

/** Comparisons that hold until git has news of their repository. */
export interface Comparisons extends Registration {
  /** @throws what `compare` does */
  readonly get: (api: GitApi, repository: Repository, base: Base) => Promise<Compared>;
  /** Of a repository, by the URI of its root: the next ones are made anew. */
  readonly forget: (root: string) => void;
}

export interface ComparisonOptions {
  readonly compare: (api: GitApi, repository: Repository, base: Base) => Promise<Compared>;
  /** Called with the URI of the repository's root when its comparisons are forgotten, since git has news of it. */
  readonly onNews: (root: string) => void;
}

export function comparisons({ compare, onNews }: ComparisonOptions): Comparisons {
  /** By root, then by what was compared with. */
  const held = new Map<string, Map<string, Promise<Compared>>>();
  const watched = new Map<string, readonly Registration[]>();
  const watch = ({ rootUri, state }: Repository): void => {
    const root = rootUri.toString();
    if (watched.has(root)) return;
    const news = debounced(() => {
      held.delete(root);
      onNews(root);
    }, PAUSE_MS);
    watched.set(root, [state.onDidChange(news.soon), news]);
  };
  return {
    get: (api, repository, base) => {
      watch(repository);
      const root = repository.rootUri.toString();
      const ofRoot = held.get(root) ?? new Map<string, Promise<Compared>>();
      held.set(root, ofRoot);
      const key = base.ref ?? '';
      const found = ofRoot.get(key) ?? compare(api, repository, base);
      ofRoot.set(key, found);
      return found;
    },
    forget: (root) => {
      held.delete(root);
    },
    dispose: () => {
      for (const registration of [...watched.values()].flat()) registration.dispose();
    },
  };
}
