import { listsNothing } from '../project/domainList.ts';
import type { DomainItem, DomainList, ProjectFacts } from '../project/facts.ts';
import { removeItems } from '../project/listEdits.ts';
import { enforcedSetting, tlsPolicies } from '../project/policy.ts';
import { backToPreferred } from './release.ts';
import { fix, type Fix } from './rule.ts';

/** Takes an entry out; with the last one, what an empty list would leave behind. */
export const removeEntry = (project: ProjectFacts, list: DomainList, item: DomainItem, name: string): Fix | undefined =>
  removeEntries(project, list, [item], name);

/** The same for several at once. @param what stands for them in the title */
export function removeEntries(
  project: ProjectFacts,
  list: DomainList,
  items: readonly DomainItem[],
  what: string,
): Fix | undefined {
  const removal = removeItems(list, items);
  const gone = new Set(items);
  const rest = { ...list, items: list.items.filter((other) => !gone.has(other)) };
  const policies = tlsPolicies(project).filter((policy) => policy.list === list);
  if (!listsNothing(rest)) return fix(`Remove ${what}`, removal);
  const edits = backToPreferred(policies);
  if (edits.length === 0) return fix(`Remove ${what}`, removal);
  const off = policies.some(({ restrict }) => restrict?.boolean === true) ? ', turn the restriction off' : '';
  const preferred = policies.some((policy) => enforcedSetting(policy) !== undefined) ? ' and record Preferred' : '';
  return fix(`Remove ${what}${off}${preferred}`, removal, ...edits);
}
