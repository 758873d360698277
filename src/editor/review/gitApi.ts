import type { Event, Uri } from 'vscode';

/**
 * The part that we use of what VS Code's own Git extension offers to others. The whole of it, API version 1, is
 * `extensions/git/src/api/git.d.ts` of microsoft/vscode.
 */
export interface GitExtension {
  /** False where the setting `git.enabled` is off, or no git program was found: then there is no API. */
  readonly enabled: boolean;
  readonly getAPI: (version: 1) => GitApi;
}

export interface GitApi {
  /** Until it is initialized, repositories are still being looked for. */
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: Event<'uninitialized' | 'initialized'>;
  readonly git: { readonly path: string };
  readonly repositories: readonly Repository[];
  /** The repository that a file lies in, if VS Code has opened it. */
  readonly getRepository: (uri: Uri) => Repository | null;
  /** A file as it is in a commit. */
  readonly toGitUri: (uri: Uri, ref: string) => Uri;
}

export interface Repository {
  readonly rootUri: Uri;
  readonly state: RepositoryState;
  readonly getRefs: (query: { readonly count?: number; readonly sort?: 'committerdate' }) => Promise<readonly Ref[]>;
}

interface RepositoryState {
  /** Without a commit before the first one. */
  readonly HEAD: { readonly commit?: string } | undefined;
  readonly onDidChange: Event<void>;
}

interface Ref {
  readonly name?: string;
  readonly commit?: string;
}
