import type { DomainList } from '../project/domains/model.ts';
import type { ProjectFacts } from '../project/facts.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import { settingOf, type ListChange } from '../rules/support/listChanges.ts';
import { counted } from '../output/words.ts';

/** `under Required`: the setting that is a list's; empty where it has none. */
export function underSetting(facts: ProjectFacts, list: DomainList): string {
  const setting = settingOf(facts, list);
  return setting === undefined ? '' : `under ${tlsSettingLabel(setting)}`;
}

/** `Add 2 domains that pass under Required…` */
export const addPassingTitle = (facts: ProjectFacts, list: DomainList, count: number): string =>
  `Add ${counted(count, 'domain')} that ${count === 1 ? 'passes' : 'pass'} ${underSetting(facts, list)}…`;

/** `Preflight 3 domains not checked yet` @param total how many are listed */
export function preflightTitle(missing: readonly string[], total: number): string {
  const [only, ...more] = missing;
  if (only !== undefined && more.length === 0) return `Preflight ${only}`;
  return `Preflight ${counted(missing.length, 'domain')}${missing.length < total ? ' not checked yet' : ''}`;
}

/** What a change of the list has done. @param files where, as people see them */
export function changedListText(
  how: 'add' | 'remove',
  domain: string,
  files: string,
  { besides }: Pick<ListChange, 'besides'>,
): string {
  if (how === 'add') return `${domain} was added to the domain list in ${files}.`;
  const last = besides.length === 0 ? '' : ` It was the last one, so ${besides.join(' and ')}.`;
  return `${domain} was removed from the domain list in ${files}.${last}`;
}
