import { worst, type Direction, type Side } from '../model.ts';
import { headline, worstFirst, type LocatedChange, type ReviewReport } from './report.ts';
import type { Span } from '../../output/span.ts';

/** What is to be said at a line of one of the versions. */
export interface ReviewNote {
  readonly side: Side;
  readonly span: Span;
  /** The worst of its parts. */
  readonly direction: Direction;
  readonly parts: readonly NotePart[];
}

interface NotePart {
  readonly direction: Direction;
  readonly title: string;
  readonly texts: readonly string[];
}

/** The review as notes at lines, the worst first: one a line, whatever changes there. */
export function reviewNotes(report: ReviewReport): readonly ReviewNote[] {
  const found = new Map<string, { readonly side: Side; readonly span: Span; readonly parts: NotePart[] }>();
  const add = (side: Side, span: Span | undefined, part: NotePart): void => {
    if (!span) return;
    const key = JSON.stringify([side, span.file, span.start.line]);
    const note = found.get(key) ?? { side, span, parts: [] };
    note.parts.push(part);
    found.set(key, note);
  };
  for (const change of worstFirst(report))
    for (const side of sidesOf(change)) add(side, change[side], changePart(change));
  for (const { direction, text, after, before } of report.projects.flatMap(({ preflights }) => preflights))
    add(after ? 'after' : 'before', after ?? before, { direction, title: 'Seen by a preflight', texts: [text] });
  return [...found.values()].map((note) => ({
    ...note,
    direction: worst(note.parts.map(({ direction }) => direction)),
  }));
}

/** Where it is now; what left a list is seen only where it was. */
function sidesOf({ change: { what }, after }: LocatedChange): readonly Side[] {
  if (!after) return ['before'];
  return what.kind === 'domains' && what.dropped.length > 0 ? ['after', 'before'] : ['after'];
}

const changePart = (located: LocatedChange): NotePart => ({
  direction: located.change.direction,
  title: headline(located),
  texts: [...located.effects, ...(located.remark === undefined ? [] : [located.remark])],
});
