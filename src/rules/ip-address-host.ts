import { usedDomains, type DomainUse } from '../project/domains/domainUses.ts';
import { placeOf } from '../project/facts.ts';
import type { RelayRecord } from '../project/relays/records.ts';
import { FIELD, missed } from './support/domainWords.ts';
import { removeEntry } from './support/removeEntry.ts';
import type { Rule, Severity } from './rule.ts';

export const ipAddressHost: Rule = {
  id: 'ip-address-host',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'An IP address is used where a host name or domain is needed',
  asks: 'host-name',
  check(project, report) {
    for (const { list, use } of usedDomains(project)) {
      for (const item of list.items) {
        if (item.pattern.kind !== 'ip') continue;
        const written = item.text.trim();
        const { address } = item.pattern.ip;
        const what = `${written} is ${written === address ? 'an IP address' : `the IP address ${address} in another notation`}`;
        const verdict = judge(use, what);
        if (!verdict) continue;
        report({
          at: placeOf(list.source, item.range),
          severity: verdict.severity,
          message: verdict.message,
          fixes: () => [removeEntry(project, { list, use }, item, written)],
        });
      }
    }
  },
};

interface Verdict {
  readonly severity: Severity;
  readonly message: string;
}

function judge(use: DomainUse, what: string): Verdict | undefined {
  switch (use.kind) {
    case 'tls':
      return {
        severity: 'error',
        message: `Mail may not get the TLS setting: ${what}, and the list holds recipients' domains. Enter the domain of the recipients.`,
      };
    case 'filter':
      return {
        severity: 'error',
        message: `${missed(use)}: ${what}, and ${FIELD[use.side]} holds domains. Enter the domain.`,
      };
    case 'host':
      return hostVerdict(use.relay, what);
  }
}

/** Salesforce takes an address for `Host`; "TLS requires the host name for verifying certificates". */
function hostVerdict({ tlsSetting }: RelayRecord, what: string): Verdict | undefined {
  const reason = `TLS needs a host name to verify the relay's certificate, and ${what}. Enter the relay's host name.`;
  switch (tlsSetting) {
    case 'RequiredVerify':
      return { severity: 'error', message: `Mail through this relay is expected to bounce: ${reason}` };
    case 'PreferredVerify':
      return {
        severity: 'error',
        message: `Mail through this relay is expected to be sent unencrypted, or not to be delivered (Salesforce's documents disagree): ${reason}`,
      };
    case 'Required':
      return { severity: 'warning', message: `Mail through this relay would bounce under Required Verify: ${reason}` };
    case 'Preferred':
    case 'Off':
      return undefined;
    case undefined:
      return {
        severity: 'warning',
        message: `Mail through this relay is expected to bounce if its TLS setting is Required Verify: ${reason}`,
      };
  }
}
