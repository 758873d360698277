import { setField } from '../project/relays/exportEdits.ts';
import { placeOf } from '../project/facts.ts';
import { relays } from '../project/select.ts';
import { excerpt } from '../text/printable.ts';
import { nearestRelayTlsSetting, TLS_SETTINGS } from '../mail/tlsSetting.ts';
import { preferredFix, type Rule } from './rule.ts';

export const relayTlsSetting: Rule = {
  id: 'relay-tls-setting',
  group: 'Relays and filters',
  severity: 'error',
  fix: 'fix',
  summary: "A relay's `TlsSetting` is a value that Salesforce does not know",
  check(project, report) {
    for (const relay of relays(project)) {
      const field = relay.fields.get('TlsSetting');
      const { tlsSetting } = relay;
      if (field?.text === undefined || field.text === tlsSetting) continue;
      const { text } = field;
      // A word that is like none of them tells nothing: guessing could weaken what was meant.
      const nearest = tlsSetting ?? nearestRelayTlsSetting(text);
      report({
        at: placeOf(relay.source, field.shownRange),
        message:
          tlsSetting === undefined
            ? `It is not known what happens to mail through this relay: ${excerpt(text)} is not a TLS setting. Use ${TLS_SETTINGS.join(', ')}.`
            : `Read as ${tlsSetting}. Use the API's spelling: ${tlsSetting}.`,
        fixes: () =>
          nearest === undefined ? [] : [preferredFix(`Change to ${nearest}`, setField(relay, 'TlsSetting', nearest))],
      });
    }
  },
};
