import type { ProjectFacts } from '../project/facts.ts';
import type { Mail } from '../project/routing/filterMatch.ts';
import type { RelayRecord } from '../project/relays/records.ts';
import { appliedTls, mailRouter, type AppliedTls } from '../project/routing/route.ts';

/** Everything that may become of a mail, as the routing function tells it: one, or several where that is open. */
export type Treatment = readonly AppliedTls[];

/** Asks the one function that knows. */
export function treatments(project: ProjectFacts): (mail: Mail) => Treatment {
  const router = mailRouter(project);
  return (mail) => appliedTls(router(mail));
}

/** On which server TLS is judged. Equal texts are one server; undefined cannot be told to be the same as another. */
export function serverOf({ option, relay }: AppliedTls): string | undefined {
  if (relay) return relayServer(relay);
  return option.link ? undefined : 'recipient';
}

/** A relay without a port takes mail at port 25. */
export function relayServer(relay: RelayRecord): string | undefined {
  const host = relayHost(relay);
  return host === undefined ? undefined : `relay ${host}:${relay.port ?? 25}`;
}

export function relayHost({ host }: RelayRecord): string | undefined {
  const item = host?.items[0];
  if (!item || item.text.trim() === '') return undefined;
  return item.pattern.kind === 'domain' ? item.pattern.base : item.text.trim().toLowerCase();
}

/** What of a treatment matters to mail: equal texts, equal treatment. */
export const treatmentKey = (treatment: Treatment): string =>
  [...new Set(treatment.map((one) => `${serverOf(one) ?? '?'} ${one.setting ?? '?'}`))].sort().join('|');

/** What leaves a treatment open. Two treatments with one key have the same open questions in the same order. */
export const openQuestions = (treatment: Treatment): string =>
  treatment
    .map(
      ({ because, item, option }) => `${because} ${item?.text.trim().toLowerCase() ?? ''} ${option.conditions.length}`,
    )
    .join('|');
