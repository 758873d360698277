import { type Html, markup, NOTHING } from './html.ts';
import { type OutcomeKind, outcomeWord } from './outcomes.ts';

/** A part of a bar. */
export interface BarPart {
  readonly kind: OutcomeKind;
  readonly count: number;
  /** What it counts, if not the outcome that the colour is for. */
  readonly words?: string;
}

/** A drawing, with its numbers for screen readers. Widths are attributes: the page's policy allows no style in elements. */
export function stackedBar(counts: readonly BarPart[], total: number): Html {
  let x = 0;
  const parts = counts.map(({ kind, count }) => {
    const part = markup`<rect class="pf-${kind}" x="${x}" width="${count}" height="1"/>`;
    x += count;
    return count === 0 ? NOTHING : part;
  });
  const numbers = counts
    .filter(({ count }) => count > 0)
    .map(({ kind, count, words }) => `${count} ${words ?? outcomeWord(kind)}`);
  return markup`<span class="pf-hidden">${numbers.join(', ')}</span><svg viewBox="0 0 ${total} 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
}

/** Columns from left to right, each the shares of its parts: a drawing of a table that stands beside it. */
export function shareColumns(columns: readonly (readonly BarPart[])[]): Html {
  const bars = columns.map((parts, index) => {
    const total = parts.reduce((sum, { count }) => sum + count, 0);
    let y = 0;
    return parts.map(({ kind, count }) => {
      const height = total === 0 ? 0 : (count / total) * HEIGHT;
      const part = markup`<rect class="pf-${kind}" x="${index + GAP / 2}" y="${round(y)}" width="${1 - GAP}" height="${round(height)}"/>`;
      y += height;
      return count === 0 ? NOTHING : part;
    });
  });
  return markup`<svg class="pf-columns" viewBox="0 0 ${columns.length} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${bars}</svg>`;
}

const HEIGHT = 100;
const GAP = 0.12;
const round = (number: number): number => Math.round(number * 100) / 100;
