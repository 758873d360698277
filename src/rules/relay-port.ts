import { setField } from '../project/relays/exportEdits.ts';
import { placeOf } from '../project/facts.ts';
import type { ExportField, RelayRecord } from '../project/relays/records.ts';
import { RELAY_PORTS } from '../mail/relayPorts.ts';
import { relays } from '../project/select.ts';
import { closestWord } from '../text/closestWord.ts';
import { excerpt } from '../text/printable.ts';
import { fix, preferredFix, type Fix, type Rule } from './rule.ts';

export const relayPort: Rule = {
  id: 'relay-port',
  group: 'Relays and filters',
  severity: 'error',
  fix: 'fix',
  summary: "A relay's port is not 25, 587, 10025 or 11025",
  check(project, report) {
    for (const relay of relays(project)) {
      const field = relay.fields.get('Port');
      if (field?.state !== 'value' || (relay.port !== undefined && RELAY_PORTS.includes(relay.port))) continue;
      report({
        at: placeOf(relay.source, field.shownRange),
        message: message(relay, field),
        fixes: () => fixes(relay, field),
      });
    }
  },
};

function message({ port }: RelayRecord, { text = '' }: ExportField): string {
  const only = 'Salesforce connects to a relay on port 25, 587, 10025 or 11025 only';
  if (port === TLS_FROM_THE_START)
    return `No mail goes out through this relay: ${only}. Port 465 uses implicit TLS, which Salesforce does not support. Use 587 if the relay offers it.`;
  return `No mail goes out through this relay: ${only}, and this port is ${port ?? excerpt(text)}. Enter one of these ports.`;
}

/** RFC 8314 §3.3. */
const TLS_FROM_THE_START = 465;
const SUBMISSION = 587;
const SMTP = 25;

/** What was mistyped, if that is plain; else the ports that relays have. */
function fixes(relay: RelayRecord, { text = '' }: ExportField): readonly (Fix | undefined)[] {
  const nearest =
    relay.port === TLS_FROM_THE_START ? SUBMISSION : Number(closestWord(text, RELAY_PORTS.map(String)) ?? Number.NaN);
  return [...new Set([nearest, SUBMISSION, SMTP])]
    .filter((port) => !Number.isNaN(port))
    .map((port) => (port === nearest ? preferredFix : fix)(`Change to ${port}`, setField(relay, 'Port', port)));
}
