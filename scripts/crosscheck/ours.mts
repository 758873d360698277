import type { Lab } from '../../src/lab/lab.ts';
import type { AddressProbe, DomainPreflight } from '../../src/preflight/result.ts';
import { preflight } from '../../src/preflight/probe/run.ts';
import { type Outcome, outcomesOfSeen, type ServerSeen } from '../../src/mail/outcome.ts';
import type { ReasonCode } from '../../src/mail/reasonCode.ts';
import type { Asked, Level } from './tools.mts';

/** What our engine says of one MX host at one address, in the words of the comparison. */
export interface Ours {
  readonly domain: string;
  readonly asked: Asked;
  readonly outcomes: Readonly<Record<Level, readonly Outcome[]>>;
  /** Whether the chain is trusted, whatever the name; undefined without TLS. */
  readonly trusted: boolean | undefined;
  readonly reasons: readonly ReasonCode[];
}

const DEADLINES = { dns: 2000, connect: 2000, banner: 2000, reply: 2000, handshake: 2000, quit: 500, policy: 2000 };

/** Every domain of the lab, with each address of its MX hosts that a connection was tried to. */
export async function probeLab(lab: Lab): Promise<readonly { readonly domain: string; readonly probes: Ours[] }[]> {
  const report = await preflight(
    lab.domains.map(({ name }) => ({ kind: 'domain', domain: name })),
    {
      resolver: lab.resolver,
      ca: [lab.ca],
      route: lab.route,
      controlDomains: lab.controls,
      ehloName: 'crosscheck.test',
      concurrency: 30,
      deadlines: DEADLINES,
      promises: false,
    },
  );
  return report.domains.map((domain) => ({ domain: domain.domain, probes: probesOf(domain, lab) }));
}

function probesOf({ domain, mx }: DomainPreflight, lab: Lab): Ours[] {
  return mx.flatMap(({ host, probes }) =>
    probes.flatMap((probe): Ours[] => {
      const at = lab.route(probe.address, 25);
      if (!at) return [];
      const seen = seenOf(probe);
      return [
        {
          domain,
          asked: { host: host.toLowerCase(), at },
          outcomes: {
            may: outcomesOfSeen('Preferred', seen),
            encrypt: outcomesOfSeen('Required', seen),
            secure: outcomesOfSeen('RequiredVerify', seen),
          },
          trusted: probe.tls ? chainIsTrusted(probe) : undefined,
          reasons: probe.reasons,
        },
      ];
    }),
  );
}

function seenOf(probe: AddressProbe): ServerSeen {
  switch (probe.verdict) {
    case 'authenticated':
      return 'verified';
    case 'encrypted': {
      const doubtful = probe.reasons.includes('cn-only') || probe.reasons.includes('domain-name-only');
      return doubtful && chainIsTrusted(probe) ? 'doubtful' : 'unverified';
    }
    case 'none':
    case 'refuses':
    case 'unknown':
      return probe.verdict;
  }
}

const chainIsTrusted = ({ stages }: AddressProbe): boolean =>
  stages.some(({ stage, status }) => stage === 'chain' && status === 'ok');
