import { exportSets } from '../../project/relays/orgs.ts';
import { placeOf, type ProjectFacts } from '../../project/facts.ts';
import { coveredAmong, isExact, listCoverage } from '../../project/domains/coverage.ts';
import { tlsPolicies } from '../../project/settings/tlsPolicy.ts';
import type { RelayRecord } from '../../project/relays/records.ts';
import { relayTarget } from '../../project/relays/relayAddress.ts';
import { relayUses } from '../../project/relays/relayUse.ts';
import { isRelayed, mailRouter } from '../../project/routing/route.ts';
import type { Domain } from '../../mail/domain.ts';
import { knownRecipients, relays, type KnownRecipient } from '../../project/select.ts';
import type { Outcome } from '../../mail/outcome.ts';
import { isRetried, outcomeReason, RETRIES } from '../../mail/outcomeReason.ts';
import { tlsSettingLabel, type OrgTlsSetting, type TlsSetting } from '../../mail/tlsSetting.ts';
import { removeEntry } from '../support/removeEntry.ts';
import type { ReportFinding } from '../rule.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';
import type { DomainList, DomainItem } from '../../project/domains/model.ts';

/** A listed domain, and what a preflight saw of it. */
interface Listed {
  readonly list: DomainList;
  readonly item: DomainItem;
  readonly setting: OrgTlsSetting;
  readonly known: KnownRecipient;
  /** Whether the domain filters of the project are those of the org. */
  readonly routed: boolean;
}

/** Reports listed domains, and relays, whose outcomes are of a kind under the setting that is theirs. */
export function reportPreflights(project: ProjectFacts, report: ReportFinding, wanted: Wanted, verb: string): void {
  reportDomains(project, report, wanted, verb);
  reportRelays(project, report, wanted, verb);
}

type Wanted = (outcomes: readonly Outcome[]) => boolean;

function reportDomains(project: ProjectFacts, report: ReportFinding, wanted: Wanted, verb: string): void {
  const relayed = relayedMail(project);
  for (const { list, item, setting, known, routed } of listedPreflights(project)) {
    if (!wanted(known.outcomes[setting])) continue;
    const part = routed ? relayed(known.recipient) : 'none';
    // The recipient's servers do not matter where a relay stands between.
    if (part === 'all') continue;
    const written = item.text.trim();
    const through = isWildcard(item) ? `, which ${written} covers,` : '';
    const under = underWords(known, setting);
    const unless = part === 'some' ? ' This does not apply to mail that a domain filter sends through a relay.' : '';
    report({
      at: placeOf(list.source, item.range),
      message: `Mail to ${known.domain}${through} ${verb} ${under}: ${whyWords(known, setting)}${unless} Seen ${known.seen}.`,
      fixes: () => [removeEntry(project, { list, use: { kind: 'tls' } }, item, written)],
    });
  }
}

function reportRelays(project: ProjectFacts, report: ReportFinding, wanted: Wanted, verb: string): void {
  const known = new Map(project.preflights.map((one) => [`${one.domain}:${one.relayPort ?? ''}`, one]));
  for (const set of exportSets(project)) {
    const useOf = relayUses(set);
    for (const relay of relays(set)) {
      const use = useOf(relay);
      // `relay-unused` reports relays without mail.
      if (use !== 'inactive' && use !== 'unused') reportRelay(relay, known, report, wanted, verb);
    }
  }
}

/** A relay is no entry of a list: nothing can be taken out, and its postmaster is one's own. */
function reportRelay(
  relay: RelayRecord,
  known: ReadonlyMap<string, KnownPreflight>,
  report: ReportFinding,
  wanted: Wanted,
  verb: string,
): void {
  const target = relayTarget(relay);
  if ('fault' in target || !relay.host) return;
  const { setting, address } = target;
  const seen = known.get(`${address.host}:${address.port}`);
  if (!seen || !wanted(seen.outcomes[setting])) return;
  const own = `${underWords(seen, setting)}${bouncesAnyway(seen) ? '' : ", the relay's own setting, which most likely applies"}`;
  report({
    at: placeOf(relay.source, relay.host.range),
    message: `Mail through ${address.host}, port ${address.port}, ${verb} ${own}: ${whyWords(seen, setting)} Seen ${seen.seen}.`,
  });
}

/** Under Off nothing asks for TLS: what bounces there too, bounces for another reason. */
const bouncesAnyway = ({ outcomes }: KnownPreflight): boolean => outcomes.Off.includes('bounce');

const whyWords = (known: KnownPreflight, setting: TlsSetting): string =>
  `${outcomeReason(known, setting).words}.${isRetried(known, setting) ? ` Mail may be delayed, and ${RETRIES}.` : ''}`;

const underWords = (known: KnownPreflight, setting: TlsSetting): string =>
  bouncesAnyway(known) ? 'under every TLS setting' : `under ${tlsSettingLabel(setting)}`;

/** Whether domain filters send mail for a domain through relays, whoever the sender is. */
function relayedMail(project: ProjectFacts): (domain: Domain) => 'all' | 'some' | 'none' {
  const route = mailRouter(project);
  return (to) => {
    const { options } = route({ from: undefined, to });
    const relayed = options.filter(isRelayed).length;
    return relayed === 0 ? 'none' : relayed === options.length ? 'all' : 'some';
  };
}

function* listedPreflights(project: ProjectFacts): Generator<Listed> {
  const seen = coveredAmong(knownRecipients(project), ({ recipient }) => recipient);
  for (const { recordedTls, list, scratch } of tlsPolicies(project)) {
    if (recordedTls?.setting === undefined || !list) continue;
    const coverage = listCoverage(list.items);
    const namedItself = ({ recipient }: KnownRecipient): boolean => coverage(recipient).by.some(isExact);
    for (const item of list.items) {
      const { sure } = seen(item);
      // Of what a wildcard covers, an entry of its own speaks for itself. A scratch org has no relays that anybody exports.
      for (const known of isExact(item) ? sure : sure.filter((one) => !namedItself(one)))
        yield { list, item, setting: recordedTls.setting, known, routed: !scratch };
    }
  }
}

const isWildcard = ({ pattern }: DomainItem): boolean => pattern.kind === 'domain' && pattern.wildcard !== 'none';
