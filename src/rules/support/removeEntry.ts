import { listsNothing } from '../../project/domains/domainList.ts';
import type { UsedDomains } from '../../project/domains/domainUses.ts';
import type { ProjectFacts } from '../../project/facts.ts';
import { removeItems } from '../../project/domains/listEdits.ts';
import { enforcedSetting, tlsPolicies } from '../../project/settings/tlsPolicy.ts';
import { backToPreferred } from './tlsPolicyFixes.ts';
import { fix, type Fix } from '../rule.ts';
import type { DomainList, DomainItem } from '../../project/domains/model.ts';

/**
 * Takes an entry out; with the last one, what an empty list would leave behind. None for a relay's host, and for all
 * that a filter's field names: a blank field takes all mail.
 */
export function removeEntry(
  project: ProjectFacts,
  { list, use }: UsedDomains,
  item: DomainItem,
  name: string,
): Fix | undefined {
  const rest = { ...list, items: list.items.filter((other) => other !== item) };
  if (use.kind === 'host' || (use.kind === 'filter' && listsNothing(rest))) return undefined;
  return removeEntries(project, list, [item], name);
}

/** Takes several out of a domain list at once. @param what stands for them in the title */
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
