import { plain, type Style } from './style.ts';

/*
 * A capability has one table of the formats that its result can be had in. The command line takes from it what
 * `--format` may be, its help and docs/cli.md; the editor takes from it what can be exported.
 */

/** What a text is made for. */
export interface Medium {
  /** How wide a line may be, in characters: a matter of plain text alone. */
  readonly columns: number;
  readonly style: Style;
}

/** A file: nobody knows how wide it will be shown. */
export const FILE_MEDIUM: Medium = { columns: 100, style: plain };

/** What formats say that name the program and its rules. */
export interface Product {
  readonly version: () => string;
  /** A rule's page as Markdown, if it is at hand. */
  readonly rulePage: (rule: string) => string | undefined;
}

/** @typeParam For what `render` needs to know beside the view */
export interface Format<View, For = Medium> {
  /** Its name for people. */
  readonly label: string;
  /** What it is good for. */
  readonly description: string;
  /** Of a file in it, without the dot. */
  readonly extension: string;
  /** To be read on a terminal, so the editor does not offer it as a file. */
  readonly forTerminal?: true;
  /** What is large and seldom wanted may be loaded first. */
  readonly render: (view: View, medium: For) => string | Promise<string>;
  /** The same text in pieces, where it can have many megabytes: one of them is in memory at a time. */
  readonly pieces?: (view: View) => Iterable<string>;
}

/** By the name that `--format` takes; the first is what people get who do not choose, the others stand in this order. */
export type Formats<View, For = Medium> = Readonly<Record<string, Format<View, For>>>;

export const formatNames = <F extends Readonly<Record<string, unknown>>>(formats: F): readonly (keyof F & string)[] =>
  Object.keys(formats);
