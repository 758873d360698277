/** The shape of `check --format json`. Lines and columns are 1-based, columns in UTF-16 units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

export interface Span {
  readonly file: string;
  readonly start: LineColumn;
  readonly end: LineColumn;
}
