import { exportSets } from '../project/exportSets.ts';
import { placeOf } from '../project/facts.ts';
import type { FilterRecord, RelayRecord } from '../project/relayFacts.ts';
import { filtersAreExported, linkedFilters, unnamedRelays } from '../project/relayUse.ts';
import type { Rule } from './rule.ts';

export const relayUnused: Rule = {
  id: 'relay-unused',
  group: 'Relays and filters',
  severity: 'warning',
  fix: 'none',
  summary: 'No active domain filter names the relay',
  check(project, report) {
    for (const set of exportSets(project)) {
      if (!filtersAreExported(set)) continue;
      const linked = linkedFilters(set);
      const inactive = new Map<RelayRecord, FilterRecord>();
      for (const { filter, link } of linked)
        if (filter.active === false && link.kind === 'relay') inactive.set(link.relay, filter);
      // Where the export does not say whether a filter is active, it may be.
      const unused = unnamedRelays(
        set,
        linked.filter(({ filter }) => filter.active !== false),
      );
      for (const relay of unused) {
        const own = inactive.get(relay);
        report({
          at: placeOf(relay.source, relay.shownRange),
          message: `No mail goes through this relay: no active domain filter names it. ${own ? 'Activate its filter' : 'Add a filter'}, or remove the relay.`,
          related: [own && { at: placeOf(own.source, own.shownRange), message: 'this filter is not active' }],
        });
      }
    }
  },
};
