import { exportSets } from '../project/relays/orgs.ts';
import { placeOf } from '../project/facts.ts';
import type { FilterRecord, RelayRecord } from '../project/relays/records.ts';
import { linkedFilters, relayUses } from '../project/relays/relayUse.ts';
import { relays } from '../project/select.ts';
import type { Rule } from './rule.ts';

export const relayUnused: Rule = {
  id: 'relay-unused',
  group: 'Relays and filters',
  severity: 'warning',
  fix: 'none',
  summary: 'The relay is not used by any active domain filter',
  check(project, report) {
    for (const set of exportSets(project)) {
      const useOf = relayUses(set);
      const inactive = new Map<RelayRecord, FilterRecord>();
      for (const { filter, link } of linkedFilters(set))
        if (filter.active === false && link.kind === 'relay') inactive.set(link.relay, filter);
      for (const relay of relays(set)) {
        const use = useOf(relay);
        if (use !== 'inactive' && use !== 'unused') continue;
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
