/**
 * The resolver as a run shares it: so many questions at once, SERVFAIL asked once more, and note taken of whether it
 * answers at all.
 */
import { pause } from '../deadline.ts';
import { limiter } from '../limiter.ts';
import type { DnsAnswer, Resolver } from './dns.ts';
import { ANSWERED_CODES } from './dnsMessage.ts';

export interface SharedResolver extends Resolver {
  /** Why it answered no question at all; undefined if it answered one, or none was asked. */
  readonly failure: () => string | undefined;
}

export interface Sharing {
  /** So many questions at once. */
  readonly most: number;
  /** Milliseconds before SERVFAIL is asked again. */
  readonly pauseMs: number;
  /** Counts a question as under way. */
  readonly during: <T>(task: () => Promise<T>) => Promise<T>;
}

export function sharedResolver(resolver: Resolver, { most, pauseMs, during }: Sharing): SharedResolver {
  const limited = limiter(most);
  let answered = false;
  let failure: string | undefined;
  const noted = <T>(answer: DnsAnswer<T>): DnsAnswer<T> => {
    if (answer.kind !== 'temporary' || ANSWERED_CODES.includes(answer.code)) answered = true;
    else failure ??= answer.text.includes(answer.code) ? answer.text : `${answer.text} (${answer.code})`;
    return answer;
  };
  return {
    validates: resolver.validates,
    query: (name, type, signal) =>
      during(async () => {
        const first = noted(await limited(() => resolver.query(name, type, signal)));
        // Most often a name server further on was slow; the resolver knows the answer a moment later.
        if (first.kind !== 'temporary' || first.code !== 'ESERVFAIL') return first;
        await pause(pauseMs, signal);
        return noted(await limited(() => resolver.query(name, type, signal)));
      }),
    close: () => {
      resolver.close();
    },
    failure: () => (answered ? undefined : failure),
  };
}
