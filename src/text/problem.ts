import type { Range } from './source.ts';

/** Something that kept a file from being read fully. */
export interface TextProblem {
  readonly message: string;
  readonly range: Range;
}
