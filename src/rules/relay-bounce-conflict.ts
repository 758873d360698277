import { exportSets } from '../project/relays/orgs.ts';
import { placeOf, type ProjectFacts } from '../project/facts.ts';
import type { FilterRecord } from '../project/relays/records.ts';
import { linkedFilters } from '../project/relays/relayUse.ts';
import { findSetting } from '../project/settings/settingEdits.ts';
import type { Rule } from './rule.ts';

/** What rewrites the envelope sender, by its label in Setup. */
const REWRITING = [
  ['enableHandleBouncedEmails', 'bounce management'],
  ['enableEmailSpfCompliance', 'SPF compliance'],
  ['enableEmailSenderIdCompliance', 'Sender ID compliance'],
] as const;

export const relayBounceConflict: Rule = {
  id: 'relay-bounce-conflict',
  group: 'Relays and filters',
  severity: 'info',
  fix: 'none',
  summary: 'A relay is active together with bounce management, or with SPF or Sender ID compliance',
  check(project, report) {
    const filter = exportSets(project)
      .map(activeFilter)
      .find((one) => one !== undefined);
    if (!filter) return;
    // A scratch org has no relays that anybody exports.
    for (const { emailSettings } of project.settingsFiles) {
      if (!emailSettings) continue;
      for (const [name, label] of REWRITING) {
        const setting = findSetting(emailSettings, name);
        if (setting?.boolean !== true) continue;
        report({
          at: placeOf(emailSettings.source, setting.valueRange),
          message: `Mail may fail SPF after the relay: ${label} makes the envelope sender an address at bnc.salesforce.com. Turn it off, as Salesforce recommends for orgs with a relay, or sign with a DKIM key of your domain.`,
          related: [{ at: placeOf(filter.source, filter.shownRange), message: 'this filter makes a relay active' }],
        });
      }
    }
  },
};

/** One that sends mail to a relay for sure. */
const activeFilter = (set: ProjectFacts): FilterRecord | undefined =>
  linkedFilters(set).find(
    ({ filter, link }) => filter.active === true && link.kind !== 'none' && link.kind !== 'unsaid',
  )?.filter;
