import { placeOf } from '../project/facts.ts';
import type { RelayRecord } from '../project/relays/records.ts';
import { relays } from '../project/select.ts';
import type { Rule } from './rule.ts';

export const relayTlsOff: Rule = {
  id: 'relay-tls-off',
  group: 'Relays and filters',
  severity: 'warning',
  fix: 'none',
  summary: "A relay's TLS setting is Off, or Preferred where Salesforce logs in at the relay",
  check(project, report) {
    for (const relay of relays(project)) {
      const field = relay.fields.get('TlsSetting');
      const message = fault(relay);
      if (!field || message === undefined) continue;
      report({ at: placeOf(relay.source, field.shownRange), message });
    }
  },
};

function fault({ tlsSetting, requiresAuth }: RelayRecord): string | undefined {
  if (tlsSetting === 'Off')
    return 'Mail goes to this relay in clear: its TLS setting is Off. Choose one that uses TLS, and make sure first that the relay has it.';
  if (tlsSetting === 'Preferred' && requiresAuth === true)
    return 'Mail goes to this relay in clear if the relay has no TLS, and the password may do so too: the TLS setting is Preferred. Choose RequiredVerify.';
  return undefined;
}
