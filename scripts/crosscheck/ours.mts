import type { Lab } from '../../src/lab/lab.ts';
import type { AddressProbe, DomainPreflight } from '../../src/preflight/result.ts';
import { preflight } from '../../src/preflight/probe/run.ts';
import { domainOutcomes, type Outcome } from '../../src/mail/outcome.ts';
import { seenAt } from '../../src/preflight/seen.ts';
import type { ReasonCode } from '../../src/mail/reasonCode.ts';
import type { Asked, Level } from './tools.mts';

/** What our engine says of one MX host at one address, in the words of the comparison. */
export interface Ours {
  readonly domain: string;
  readonly asked: Asked;
  readonly outcomes: Readonly<Record<Level, readonly Outcome[]>>;
  /** Whether the chain is trusted, whatever the name; undefined without TLS, and where there are two chains. */
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
      pauses: { dns: 100, startTls: 300 },
    },
  );
  return report.domains.map((domain) => ({ domain: domain.domain, probes: probesOf(domain, lab) }));
}

function probesOf({ domain, mx }: DomainPreflight, lab: Lab): Ours[] {
  return mx.flatMap(({ host, probes }) =>
    probes.flatMap((probe): Ours[] => {
      const at = lab.route(probe.address, 25);
      if (!at) return [];
      const { Preferred, Required, RequiredVerify } = domainOutcomes(seenAt(probe));
      return [
        {
          domain,
          asked: { host: host.toLowerCase(), at },
          outcomes: { may: Preferred, encrypt: Required, secure: RequiredVerify },
          trusted: probe.tls && !probe.reasons.includes('depends-on-sni') ? chainIsTrusted(probe) : undefined,
          reasons: probe.reasons,
        },
      ];
    }),
  );
}

const chainIsTrusted = ({ stages }: AddressProbe): boolean =>
  stages.some(({ stage, status }) => stage === 'chain' && status === 'ok');
