import { clearField, removeField } from '../project/relays/exportEdits.ts';
import { placeOf } from '../project/facts.ts';
import type { ExportField, ExportFile, RelayRecord } from '../project/relays/records.ts';
import { fix, preferredFix, type Fix, type Rule } from './rule.ts';

export const relaySecret: Rule = {
  id: 'relay-secret',
  group: 'Relays and filters',
  severity: 'error',
  fix: 'fix',
  summary: "The project contains a relay's password",
  check(project, report) {
    for (const file of project.exports) {
      const found = file.relays.flatMap((relay) =>
        relay.password && !isPlaceholder(relay, relay.password) ? [{ relay, password: relay.password }] : [],
      );
      for (const { relay, password } of found)
        report({
          at: placeOf(relay.source, password.shownRange),
          message:
            "Anyone who can read this file can send mail through the relay in your org's name: it contains the relay's password. Remove the password here and change it at the relay: it stays in the history of the repository.",
          fixes: () => fixes(file, relay, found.length),
        });
    }
  },
};

function fixes(file: ExportFile, relay: RelayRecord, count: number): readonly (Fix | undefined)[] {
  const one = clearField(relay, 'Password');
  const all = removeField(file, 'Password');
  if (relay.place.format === 'csv')
    return [preferredFix('Remove the column Password', all), fix('Empty this Password', one)];
  if (count === 1) return [preferredFix('Remove Password', one)];
  return [preferredFix('Remove Password from every record of this file', all), fix('Remove this Password', one)];
}

/** What a script fills in, or what somebody has masked: `${RELAY_PASSWORD}`, `{{password}}`, `%PASSWORD%`, `****`. */
const PLACEHOLDER = /^(["']?)(\$\{[^{}]{1,100}\}|\{\{[^{}]{1,100}\}\}|%\w{1,100}%|<[^<>]{1,100}>|\*+)\1$/;

/** The one place that looks at a password; nothing of it is kept. */
const isPlaceholder = ({ source }: RelayRecord, { range }: ExportField): boolean =>
  PLACEHOLDER.test(source.text.slice(range.start, range.end));
