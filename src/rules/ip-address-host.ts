import { placeOf } from '../project/facts.ts';
import { domainLists } from '../project/select.ts';
import { removeEntry } from './removeEntry.ts';
import type { Rule } from './rule.ts';

export const ipAddressHost: Rule = {
  id: 'ip-address-host',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'An IP address stands where TLS needs a host name',
  check(project, report) {
    for (const list of domainLists(project)) {
      for (const item of list.items) {
        if (item.pattern.kind !== 'ip') continue;
        const written = item.text.trim();
        const { address } = item.pattern.ip;
        report({
          at: placeOf(list.source, item.range),
          message: `TLS needs a host name to verify certificates, and ${written} is ${written === address ? 'an IP address' : `the IP address ${address} in another notation`}. Enter the domain of the recipients, or mail to them may not get the TLS setting.`,
          fixes: () => [removeEntry(project, list, item, written)],
        });
      }
    }
  },
};
