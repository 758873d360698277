import type { FilterRecord, RelayRecord } from '../project/relays/records.ts';
import type { ListState } from '../project/routing/listState.ts';
import type { Route } from '../project/routing/route.ts';

/** What every format of a route is made from. */
export interface RouteView {
  readonly route: Route;
  /** Whether the org's domain list is in force; undefined where nothing is recorded or deployed. */
  readonly list: ListState | undefined;
  /** The name to show for a file of the project. */
  readonly displayName: (file: string) => string;
}

/** 1-based. */
export interface RecordPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function recordPlace({ displayName }: RouteView, { source, range }: FilterRecord | RelayRecord): RecordPlace {
  const { line, character } = source.positionAt(range.start);
  return { file: displayName(source.file), line: line + 1, column: character + 1 };
}
