import type { ProjectFacts } from '../project/facts.ts';
import { inOrder, priorityWords } from '../project/routing/filterOrder.ts';
import type { ExportField, FilterRecord, RelayRecord } from '../project/relays/records.ts';
import { linkedFilters } from '../project/relays/relayUse.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import { fieldText } from './exportFields.ts';
import { settingText } from './hoverWords.ts';

/** A field of a relay: what it means, and what it does here. Never the password. */
export function relayHover(project: ProjectFacts, relay: RelayRecord, { name }: ExportField): string | undefined {
  switch (name) {
    case 'Id':
      return undefined;
    case 'Host':
      return [fieldText(name), tlsText(relay), usersText(project, relay)]
        .filter((one) => one !== undefined)
        .join('\n\n');
    case 'TlsSetting':
      return relay.tlsSetting === undefined ? fieldText(name) : settingText(relay.tlsSetting, 'The relay');
    default:
      return fieldText(name);
  }
}

const tlsText = ({ tlsSetting }: RelayRecord): string | undefined =>
  tlsSetting && `TLS setting: **${tlsSettingLabel(tlsSetting)}**.`;

const MAX_USERS = 10;

/** Which filters send mail here. */
function usersText(project: ProjectFacts, relay: RelayRecord): string | undefined {
  const linked = linkedFilters(project);
  if (linked.length === 0) return 'No domain filter is exported: only an active filter sends mail to a relay.';
  const own = linked.flatMap(({ filter, link }) => (link.kind === 'relay' && link.relay === relay ? [filter] : []));
  const users = inOrder(own.filter(({ active }) => active !== false));
  if (users.length === 0) return undefined;
  const shown = users.slice(0, MAX_USERS).map(userText);
  const rest = users.length - shown.length;
  return `Filters that send mail here: ${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`;
}

const userText = (filter: FilterRecord): string =>
  `one ${priorityWords(filter)}${filter.active === undefined ? ', if it is active' : ''}`;
