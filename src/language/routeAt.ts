import type { ProjectFacts } from '../project/facts.ts';
import type { DomainScope } from '../project/relays/records.ts';
import { domainLists, filters } from '../project/select.ts';
import { contains } from '../text/source.ts';
import type { DomainList, DomainItem } from '../project/domains/model.ts';

/** Domains to ask about; empty where any will do, or none is known. */
export interface AskedMail {
  readonly from: string;
  readonly to: string;
}

/** The mail that a place of a project's file is about: a listed domain, or a filter. */
export function routeAt(project: ProjectFacts, file: string, offset: number): AskedMail | undefined {
  const here = (list: DomainList): DomainItem | undefined =>
    list.source.file === file ? list.items.find(({ range }) => contains(range, offset)) : undefined;
  for (const list of domainLists(project)) {
    const item = here(list);
    if (item) return { from: '', to: example(item) };
  }
  for (const { from, to, source, range } of filters(project)) {
    if (source.file !== file || !contains(range, offset)) continue;
    const of = (scope: DomainScope): string => exampleOf(scope, scope.kind === 'list' ? here(scope.list) : undefined);
    return { from: of(from), to: of(to) };
  }
  return undefined;
}

/** Of the pattern at the cursor, else of the first that names a domain. */
function exampleOf(scope: DomainScope, item: DomainItem | undefined): string {
  if (scope.kind !== 'list') return '';
  return [...(item ? [item] : []), ...scope.list.items].map(example).find((domain) => domain !== '') ?? '';
}

function example({ pattern }: DomainItem): string {
  if (pattern.kind !== 'domain') return '';
  if (pattern.wildcard === 'none') return pattern.base;
  return pattern.wildcard === 'subdomains' ? `mail.${pattern.base}` : '';
}
