import type { FilterRecord } from '../relays/records.ts';

/** Why nobody can say which of two filters is asked first. */
export type UndecidedOrder = 'same-priority' | 'blank-priorities' | 'priority-unsaid';

export type Precedence =
  { readonly first: 'a' | 'b' } | { readonly first: 'undecided'; readonly because: UndecidedOrder };

/** Salesforce asks filters by ascending priority; a blank one comes last. The order among blank ones is not documented. */
export function precedence(a: FilterRecord, b: FilterRecord): Precedence {
  const [x, y] = [a.priority, b.priority];
  if (x === undefined || y === undefined) return { first: 'undecided', because: 'priority-unsaid' };
  if (x === 'blank' && y === 'blank') return { first: 'undecided', because: 'blank-priorities' };
  if (x === y) return { first: 'undecided', because: 'same-priority' };
  if (x === 'blank') return { first: 'b' };
  return { first: y === 'blank' || x < y ? 'a' : 'b' };
}

/** By priority, blank ones last, and those of which nothing is known behind them; otherwise as in the files. */
export const inOrder = (filters: readonly FilterRecord[]): readonly FilterRecord[] =>
  [...filters].sort((a, b) => rank(a) - rank(b) || 0);

/** Two infinities have no difference, so these are large numbers. */
const rank = ({ priority }: FilterRecord): number =>
  priority === undefined ? 2e12 : priority === 'blank' ? 1e12 : priority;

/** `of priority 10` */
export const priorityWords = (filter: FilterRecord): string =>
  filter.priority === 'blank' ? 'without priority' : `of ${priorityName(filter)}`;

/** `priority 10` */
export const priorityName = ({ priority }: FilterRecord): string => {
  if (priority === undefined) return 'unknown priority';
  return priority === 'blank' ? 'no priority' : `priority ${priority}`;
};
