import { setField } from '../project/relays/exportEdits.ts';
import { placeOf } from '../project/facts.ts';
import { relays } from '../project/select.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import { fix, preferredFix, type Rule } from './rule.ts';

export const relayAuthNeedsVerify: Rule = {
  id: 'relay-auth-needs-verify',
  group: 'Relays and filters',
  severity: 'error',
  fix: 'fix',
  summary: '`IsRequireAuth` is true while `TlsSetting` is not `RequiredVerify`',
  check(project, report) {
    for (const relay of relays(project)) {
      const { tlsSetting } = relay;
      const auth = relay.fields.get('IsRequireAuth');
      const setting = relay.fields.get('TlsSetting');
      // A setting that is none is `relay-tls-setting`'s finding.
      if (relay.requiresAuth !== true || !auth || !setting || tlsSetting === undefined) continue;
      if (tlsSetting === 'RequiredVerify') continue;
      report({
        at: placeOf(relay.source, auth.shownRange),
        message: `Mail through this relay is expected to fail: Salesforce logs in to a relay only under Required Verify, and the TLS setting is ${tlsSettingLabel(tlsSetting)}. Set TlsSetting to RequiredVerify, or IsRequireAuth to false.`,
        related: [
          {
            at: placeOf(relay.source, setting.shownRange),
            message: `the TLS setting is ${tlsSettingLabel(tlsSetting)}`,
          },
        ],
        fixes: () => [
          preferredFix('Set TlsSetting to RequiredVerify', setField(relay, 'TlsSetting', 'RequiredVerify')),
          fix('Set IsRequireAuth to false', setField(relay, 'IsRequireAuth', false)),
        ],
      });
    }
  },
};
