import { FEW, proposedList } from '../emailLog/judgement.ts';
import type { EmailLog } from '../emailLog/model.ts';
import type { ProjectFacts } from '../project/facts.ts';
import { listCoverage } from '../project/domains/coverage.ts';
import { recordedPolicy } from '../project/settings/tlsPolicy.ts';
import type { Domain } from '../mail/domain.ts';
import { many } from '../output/words.ts';

/** A domain that a log gives ground to list. */
export interface Proposal {
  readonly domain: Domain;
  readonly picked: boolean;
  /** How much was seen, and what there is to think of. */
  readonly remarks: readonly string[];
}

/** Domains that had TLS in every delivery, and that the project's list does not have: the busiest first. */
export function proposals(facts: ProjectFacts, log: EmailLog): readonly Proposal[] {
  const { required, requiredVerify } = proposedList(log);
  const { recordedTls, list } = recordedPolicy(facts);
  const verify = recordedTls?.setting === 'RequiredVerify' || recordedTls?.setting === 'PreferredVerify';
  const verified = new Set(requiredVerify);
  const delivered = new Map(log.domains.map((one) => [one.domain, one.delivered]));
  const coverage = listCoverage(list?.items ?? []);
  return required.flatMap((domain) => {
    const { covers, by } = coverage(domain);
    // A log may hold a single label behind an `@`, which is no domain of the internet.
    if (covers === 'yes' || !domain.includes('.')) return [];
    const [maybe] = by;
    const count = delivered.get(domain) ?? 0;
    const doubtful = verify && !verified.has(domain);
    const remarks = [
      `${many(count, 'message')}${count < FEW ? ' only' : ''}`,
      ...(doubtful ? ['the certificate was not always verified, or the log does not say'] : []),
      ...(maybe ? [`${maybe.text.trim()} may already cover it`] : []),
    ];
    return [{ domain, picked: !doubtful, remarks }];
  });
}

/** Nobody goes through more one by one; the command line's JSON has all. */
export const MAX_OFFERED = 2000;

/** What the proposals are, above them. @param count of all, of which the first are offered */
export function proposalsHint({ relays }: EmailLog, count: number): string {
  const cut = count > MAX_OFFERED ? ` The ${MAX_OFFERED} busiest of ${count}.` : '';
  return relays.length > 0
    ? `These domains had TLS in every delivery, but the mail went through a relay: it is the relay's TLS.${cut}`
    : `These domains had TLS in every delivery of the log.${cut}`;
}
