import type { ExampleMail } from '../project/routing/filterReach.ts';
import type { Mail, MatchCondition, Side } from '../project/routing/filterMatch.ts';
import type { UndecidedOrder } from '../project/routing/filterOrder.ts';
import type { PossibleTls } from '../project/routing/orgTls.ts';
import type { DomainScope, FilterRecord, RelayRecord } from '../project/relays/records.ts';
import type { RelayLink } from '../project/relays/relayOfFilter.ts';
import type { Caveat, Step, RouteOption, RouteCondition } from '../project/routing/route.ts';
import { excerpt, printable } from '../text/printable.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import type { DomainItem } from '../project/domains/model.ts';

/** How a filter is called where several are spoken of: `the filter of priority 10 (data/EmailDomainFilter.csv:3:1)`. */
export type FilterName = (filter: FilterRecord) => string;

/** `relay.acme.example, port 587` */
export function relayWords({ host, port, fields }: RelayRecord): string {
  const name = host?.items[0]?.text ?? fields.get('Id')?.text;
  const shown = name === undefined ? 'without a host' : printable(name.trim(), LONGEST);
  return port === undefined ? shown : `${shown}, port ${port}`;
}

const LONGEST = 100;

/** Where a mail goes: `through the relay ...`, `by Salesforce's own servers`. */
export function routeOptionWords({ link }: RouteOption): string {
  if (!link) return "by Salesforce's own servers";
  return link.kind === 'relay' ? `through the relay ${relayWords(link.relay)}` : 'through a relay that is not known';
}

/** Why the relay is not known; undefined where it is. */
export function linkWords(link: RelayLink): string | undefined {
  switch (link.kind) {
    case 'relay':
      return undefined;
    case 'several':
      return `${link.relays.length} different relays have the name ${excerpt(link.name)}`;
    case 'missing':
      return `no exported relay is ${excerpt(link.name)}`;
    case 'not-exported':
      return `the filter names the relay ${excerpt(link.name)}, and no relay is exported`;
    case 'unreadable':
      return `the relay ${excerpt(link.name)} is not among those that could be read`;
    case 'none':
      return 'the filter names no relay';
    case 'unsaid':
      return 'the export does not say which relay the filter names';
  }
}

/** `under Required`, `under Required or Preferred`, `under a TLS setting that is not known` */
export function settingWords(tls: readonly PossibleTls[]): string {
  const names = [
    ...new Set(
      tls.map(({ setting }) => (setting === undefined ? 'a TLS setting that is not known' : tlsSettingLabel(setting))),
    ),
  ];
  return `under ${names.join(' or ')}`;
}

/** Why a mail gets a TLS setting, as a sentence without its end. */
export function tlsReasonWords({ because, item }: PossibleTls, option: RouteOption): string {
  switch (because) {
    case 'relay':
      return "the relay's own setting most likely applies, and TLS is checked on the relay's host, not on the recipient's servers";
    case 'relay-unknown':
      return (option.link && linkWords(option.link)) ?? 'the relay is not known';
    case 'relay-setting-unsaid':
      return "the export does not say the relay's TLS setting";
    case 'relay-setting-invalid':
      return `the relay's TlsSetting ${relaySetting(option)} is not a TLS setting`;
    case 'preferred-for-all':
      return "the org's TLS setting is Preferred";
    case 'not-restricted':
      return "the org's TLS setting is not restricted to domains";
    case 'listed':
      return `${itemWords(item)} in the domain list covers it`;
    case 'not-listed':
      return "the domain is not listed, and the org's TLS setting is restricted to listed domains";
    case 'list-empty':
      return "no domain is listed, and the org's TLS setting is restricted to listed domains";
    case 'maybe-listed':
      return `whether ${itemWords(item)} in the domain list covers it is not documented`;
    case 'list-unsaid':
      return "the org's TLS setting is restricted to listed domains, and the project has no list";
    case 'list-unreadable':
      return "the org's TLS setting may be restricted to listed domains, and the list cannot be read";
    case 'restriction-differs':
      return "one settings file restricts the org's TLS setting to listed domains, and another does not";
    case 'restriction-unreadable':
      return "whether the org's TLS setting is restricted to listed domains cannot be read from the settings file";
    case 'setting-unsaid':
      return "the project does not say the org's TLS setting";
    case 'setting-invalid':
      return "the org's TLS setting in the project is not one that Salesforce knows";
  }
}

const relaySetting = ({ link }: RouteOption): string =>
  excerpt(link?.kind === 'relay' ? (link.relay.fields.get('TlsSetting')?.text ?? '') : '');

const itemWords = (item: DomainItem | undefined): string => (item ? excerpt(item.text) : 'an entry');

const FIELDS = { from: 'FromDomain', to: 'ToDomain' } as const satisfies Record<Side, string>;

/** `from any domain to b.example` */
export const scopeWords = ({ from, to }: FilterRecord): string => `from ${domainsWords(from)} to ${domainsWords(to)}`;

const MAX_DOMAINS = 5;

function domainsWords(scope: DomainScope): string {
  if (scope.kind === 'all') return 'any domain';
  if (scope.kind === 'unknown') return 'domains that are not exported';
  const { items } = scope.list;
  if (items.some(({ pattern }) => pattern.kind === 'domain' && pattern.wildcard === 'all')) return 'any domain';
  const shown = items.slice(0, MAX_DOMAINS).map(({ text }) => printable(text.trim(), LONGEST));
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** What must be so for a filter to take a mail, after "if". */
function matchConditionWords(condition: MatchCondition, { from, to }: Mail): string {
  switch (condition.code) {
    case 'active-unsaid':
      return 'the filter is active, which the export does not say';
    case 'domains-unsaid':
      return `its ${FIELDS[condition.side]} covers the mail, which the export does not say`;
    case 'depends-on-sender':
      return 'the sender is one of those that it matches';
    case 'wildcard-depth':
      return `${itemWords(condition.item)} covers ${domainOf(condition.side, from, to)} too, which is not documented`;
    case 'wildcard-position':
      return `${itemWords(condition.item)} covers ${domainOf(condition.side, from, to)}, though a * in such a place is not documented`;
    case 'not-a-domain':
      return `${itemWords(condition.item)} is understood, although it is not a domain`;
  }
}

const domainOf = (side: Side, from: string | undefined, to: string): string =>
  side === 'to' ? to : (from ?? 'the sender');

const ORDER: Readonly<Record<UndecidedOrder, string>> = {
  'same-priority': 'which has the same priority',
  'blank-priorities': 'and the order of filters without priority is not documented',
  'priority-unsaid': 'and the export does not say the priorities of both',
};

/** What must be so for a mail to go a way, after "if". */
export function routeConditionWords(condition: RouteCondition, mail: Mail, name: FilterName): string {
  switch (condition.code) {
    case 'org':
      return `it is mail of the org whose records are in ${printable(condition.folder)}`;
    case 'match':
      return condition.conditions.map((one) => matchConditionWords(one, mail)).join(', and ');
    case 'order':
      return `it is evaluated before ${name(condition.filter)}, ${ORDER[condition.because]}`;
    case 'earlier': {
      const unless = condition.conditions.map((one) => matchConditionWords(one, mail)).join(', and ');
      return `${name(condition.filter)} does not match it, which is so unless ${unless}`;
    }
  }
}

/** What a filter makes of a mail. */
export function stepWords({ match, reached }: Step, chosen: boolean): string {
  if (match.result === 'no')
    return match.because === 'inactive' ? 'is not active' : `${FIELDS[match.because]} does not match`;
  if (!reached) return 'would match it, but comes later';
  if (match.result === 'unknown') return 'may take it';
  return chosen ? 'takes it' : 'matches it, if it is evaluated first';
}

export function caveatWords(caveat: Caveat): string {
  return caveat.code === 'no-filters'
    ? 'This project has no exported domain filters: if the org has active ones, mail may take another route.'
    : `${printable(caveat.file)} could not be read fully: filters and relays may be missing here.`;
}

/** `mail from example.com to b.example` */
export const mailWords = ({ from, to }: Mail | ExampleMail): string => `mail from ${from ?? 'any sender'} to ${to}`;
