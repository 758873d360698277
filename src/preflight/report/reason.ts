import type { DomainPreflight } from '../result.ts';
import { countedProbes, type CountedProbe } from '../seen.ts';
import type { Outcome } from '../../mail/outcome.ts';
import { outcomeReason, TLS_PROMISED, type SeenServer, type SeenTarget } from '../../mail/outcomeReason.ts';
import type { TlsSetting } from '../../mail/tlsSetting.ts';
import { sentenceOf } from '../../text/words.ts';

/** Why mail to a domain ends as it does: one sentence, or two very short ones. */
export const domainReason = (domain: DomainPreflight, setting: TlsSetting): string =>
  sentenceOf(outcomeReason(seenTarget(domain), setting));

/** For formats that say once, elsewhere, that port 25 is blocked: what is left to say of this domain. May be empty. */
export function ownReason(domain: DomainPreflight, setting: TlsSetting): string {
  const untestable = outcomeIs(domain, setting, 'unknown') && domain.reasons.includes('port25-blocked');
  if (!untestable) return domainReason(domain, setting);
  return promisesTls(domain) ? sentenceOf(TLS_PROMISED) : '';
}

const outcomeIs = ({ outcomes }: DomainPreflight, setting: TlsSetting, outcome: Outcome): boolean =>
  outcomes[setting].every((one) => one === outcome);

/** What the reason is made from. */
export const seenTarget = (domain: DomainPreflight): SeenTarget => ({
  ...(domain.relayPort === undefined ? {} : { relayPort: domain.relayPort }),
  outcomes: domain.outcomes,
  reasons: domain.reasons,
  servers: countedServers(domain),
  promisesTls: promisesTls(domain),
});

const promisesTls = ({ promises }: DomainPreflight): boolean => promises.mtaSts?.policy?.mode === 'enforce';

/** Those that the domain's outcomes come from: see `seen.ts` and `domainOutcomes` for what is passed over. */
export function countedServers({ mx }: DomainPreflight): readonly SeenServer[] {
  const all = countedProbes(mx).map(seenServer);
  const usable = all.filter(({ seen }) => !seen.includes('refuses'));
  return usable.length > 0 ? usable : all;
}

const seenServer = ({ mx, probe, seen }: CountedProbe): SeenServer => ({
  host: mx.host,
  preference: mx.preference,
  seen,
  reasons: probe.reasons,
  said: probe.stages.find(({ status }) => status === 'unknown')?.detail ?? '',
});
