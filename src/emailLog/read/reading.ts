import type { TallyState } from './tally.ts';
import type { BrokenRow, EmailLog } from '../model.ts';

/** What is known while the log is read. */
export interface Reading {
  readonly tally: TallyState;
  readonly examples: BrokenRow[];
  readonly parts: EmailLog['parts'][number][];
  broken: number;
  tlsNamed: boolean;
  bytes: number;
}
