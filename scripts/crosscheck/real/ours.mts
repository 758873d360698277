import { TLS_SETTINGS } from '../../../src/mail/tlsSetting.ts';
import type { DomainPreflight } from '../../../src/preflight/result.ts';
import { preflight } from '../../../src/preflight/probe/run.ts';
import type { Placed } from './placed.mts';
import { domainOf, OUTCOMES } from './setup.mts';
import { OWN_NAME } from './tools.mts';

/** A server that says nothing shall not take the half minute that we grant to one on the internet. */
const DEADLINES = { banner: 8000 };

/** All domains in one run, in the order of the set-ups. */
export async function probeAll(
  all: readonly Placed[],
  resolver: string,
  ca: string,
): Promise<readonly DomainPreflight[]> {
  const report = await preflight(
    all.map(({ setup }) => ({ kind: 'domain', domain: domainOf(setup) })),
    {
      resolver,
      ca: [ca],
      // The addresses of documentation are probed only by who maps them, here to themselves.
      route: (host, port) => ({ host, port }),
      controlDomains: [],
      ehloName: OWN_NAME,
      deadlines: DEADLINES,
    },
  );
  return report.domains;
}

/** The row of the outcome table that the result is like. */
export function seenOf({ outcomes }: DomainPreflight): string {
  const seen = (Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[]).find((one) =>
    TLS_SETTINGS.every((setting) => OUTCOMES[one][setting].join() === outcomes[setting].join()),
  );
  return seen ?? 'other';
}

/** What the result says otherwise than it has to; empty: nothing. */
export function faults({ setup }: Placed, result: DomainPreflight): readonly string[] {
  const { seen, reasons = [], dane = 'none' } = setup.expected;
  const wrongOutcomes = TLS_SETTINGS.flatMap((setting) => {
    const expected = OUTCOMES[seen][setting].join(' or ');
    const found = result.outcomes[setting].join(' or ');
    return found === expected ? [] : [`${setting}: ${found}, not ${expected}`];
  });
  const found: readonly string[] = result.reasons;
  const missing = reasons
    .map((group) => (typeof group === 'string' ? [group] : group))
    .filter((group) => !group.some((code) => found.includes(code)))
    .map((group) => `no ${group.join(' or ')} among the reasons (${found.join(', ')})`);
  const promised = result.promises.dane?.status ?? 'none';
  const allowed: readonly string[] = typeof dane === 'string' ? [dane] : dane;
  const wrongPromise = allowed.includes(promised) ? [] : [`DANE: ${promised}, not ${allowed.join(' or ')}`];
  return [...wrongOutcomes, ...missing, ...wrongPromise];
}
