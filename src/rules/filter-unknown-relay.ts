import { exportSets } from '../project/relays/orgs.ts';
import { placeOf } from '../project/facts.ts';
import type { FilterRecord } from '../project/relays/records.ts';
import { filtersWithoutRelay } from '../project/relays/relayUse.ts';
import { excerpt } from '../text/printable.ts';
import type { Rule } from './rule.ts';

export const filterUnknownRelay: Rule = {
  id: 'filter-unknown-relay',
  group: 'Relays and filters',
  severity: 'error',
  fix: 'none',
  summary: 'The filter names a relay that is not in the export',
  check(project, report) {
    for (const set of exportSets(project))
      for (const { filter, name } of filtersWithoutRelay(set))
        report({
          at: placeOf(filter.source, (nameField(filter) ?? filter).shownRange),
          message: `It is not known where this filter sends mail: no exported relay is ${excerpt(name)}. Export that relay too, or name another one.`,
        });
  },
};

/** The field that names the relay. */
const nameField = ({ fields }: FilterRecord) =>
  (['EmailRelayId', 'EmailRelay.Id', 'EmailRelay.Host'] as const)
    .map((name) => fields.get(name))
    .find((field) => field?.state === 'value');
