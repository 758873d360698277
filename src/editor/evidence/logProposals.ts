import { FEW, proposedList } from '../../evidence/logJudgement.ts';
import type { EmailLog } from '../../evidence/logResult.ts';
import type { ProjectFacts } from '../../project/facts.ts';
import { recordedTls } from '../../project/policy.ts';
import { many } from '../../report/logWords.ts';
import { covers, domainPattern } from '../../tls/domain.ts';

/** A domain that a log gives ground to list. */
export interface Proposal {
  readonly domain: string;
  readonly picked: boolean;
  /** How much was seen, and what there is to think of. */
  readonly remarks: readonly string[];
}

/** Domains that had TLS in every delivery, and that the project's list does not have: the busiest first. */
export function proposals(facts: ProjectFacts, log: EmailLog): readonly Proposal[] {
  const { required, requiredVerify } = proposedList(log);
  const { level, list } = recordedTls(facts);
  const verify = level?.setting === 'RequiredVerify' || level?.setting === 'PreferredVerify';
  const verified = new Set(requiredVerify);
  const delivered = new Map(log.domains.map((one) => [one.domain, one.delivered]));
  const items = list?.items ?? [];
  const named = new Set(items.flatMap(({ pattern }) => (isExact(pattern) ? pattern.base : [])));
  const wildcards = items.filter(({ pattern }) => pattern.kind === 'domain' && pattern.wildcard !== 'none');
  return required.flatMap((domain) => {
    if (named.has(domain) || !isDomain(domain)) return [];
    const coverage = wildcards.map(({ pattern, text }) => ({ text, covered: covers(pattern, domain) }));
    if (coverage.some(({ covered }) => covered === 'yes')) return [];
    const may = coverage.find(({ covered }) => covered === 'unknown');
    const count = delivered.get(domain) ?? 0;
    const doubtful = verify && !verified.has(domain);
    const remarks = [
      `${many(count, 'message')}${count < FEW ? ' only' : ''}`,
      ...(doubtful ? ['the certificate was not always verified, or the log does not say'] : []),
      ...(may ? [`${may.text.trim()} may cover it already`] : []),
    ];
    return [{ domain, picked: !doubtful, remarks }];
  });
}

type Pattern = ReturnType<typeof domainPattern>;

const isExact = (pattern: Pattern): pattern is Extract<Pattern, { kind: 'domain' }> =>
  pattern.kind === 'domain' && pattern.wildcard === 'none';

/** A log may hold anything behind an `@`. */
function isDomain(text: string): boolean {
  const pattern = domainPattern(text);
  return isExact(pattern) && pattern.base === text && text.includes('.');
}
