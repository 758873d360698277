import { placeOf } from '../project/facts.ts';
import type { RelayRecord } from '../project/relays/records.ts';
import { relays } from '../project/select.ts';
import type { Rule } from './rule.ts';

export const relayTlsOff: Rule = {
  id: 'relay-tls-off',
  group: 'Relays and filters',
  severity: 'warning',
  fix: 'none',
  summary: "A relay's TLS setting is Off, or Preferred although Salesforce logs in to the relay",
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
    return 'Mail is sent to this relay unencrypted: its TLS setting is Off. Make sure that the relay supports TLS, then choose a setting that uses TLS.';
  if (tlsSetting === 'Preferred' && requiresAuth === true)
    return 'Mail is sent to this relay unencrypted if the relay has no TLS, and so may be the password: the TLS setting is Preferred. Choose RequiredVerify.';
  return undefined;
}
