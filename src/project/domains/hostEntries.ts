import type { FileEdit } from '../../text/edit.ts';
import type { Place } from '../../text/source.ts';
import { placeOf, type ProjectFacts } from '../facts.ts';
import { replaceItem } from './listEdits.ts';
import { domainLists } from '../select.ts';
import type { DomainList, DomainItem } from './model.ts';

/** One host, by name or by address, where a name belongs. Blocks and ranges of addresses are many hosts, and not here. */
export interface HostEntry {
  readonly at: Place;
  /** A name or an address in its usual form. */
  readonly host: string;
  readonly isAddress: boolean;
  /** What the place is for: a domain list holds the domains of recipients, which seldom are names of hosts. */
  readonly wants: 'mail-domain' | 'host';
  readonly list: DomainList;
  readonly item: DomainItem;
}

/** Writes another name there. */
export const replaceHost = ({ list, item }: HostEntry, name: string): FileEdit => replaceItem(list, item, [name]);

export const hostEntries = (project: ProjectFacts): readonly HostEntry[] =>
  domainLists(project).flatMap((list) => list.items.flatMap((item) => listEntry(list, item)));

export const entriesIn = (project: ProjectFacts, file: string): readonly HostEntry[] =>
  hostEntries(project).filter(({ at }) => at.file === file);

function listEntry(list: DomainList, item: DomainItem): readonly HostEntry[] {
  const common = {
    at: placeOf(list.source, item.range),
    wants: 'mail-domain',
    list,
    item,
  } as const;
  const { pattern } = item;
  switch (pattern.kind) {
    case 'ip': {
      const { notation, address } = pattern.ip;
      return notation === 'cidr' || notation === 'range' ? [] : [{ ...common, host: address, isAddress: true }];
    }
    case 'domain':
      return pattern.wildcard === 'none' ? [{ ...common, host: pattern.base, isAddress: false }] : [];
    case 'invalid':
      return [];
  }
}
