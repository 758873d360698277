/**
 * What the probes of a domain come to. The engine gets its outcomes from here, and every report its reasons, so that
 * both speak of the same servers.
 */
import type { ServerSeen } from '../mail/outcome.ts';
import { reasonKind, type ReasonCode, type ReasonKind } from '../mail/reasonCode.ts';
import type { AddressProbe, MxResult } from './result.ts';

/** What a sender finds at one address: two things where it depends on whether the sender names the host (SNI). */
export function seenAt({ verdict, reasons }: Pick<AddressProbe, 'verdict' | 'reasons'>): readonly ServerSeen[] {
  const has = (kind: ReasonKind): boolean => reasons.some((reason) => reasonKind(reason) === kind);
  switch (verdict) {
    case 'authenticated':
      return ['verified'];
    case 'encrypted': {
      const certificate = has('certificate') ? 'unverified' : has('doubt') ? 'doubtful' : 'verified';
      if (!reasons.includes('depends-on-sni')) return [certificate === 'verified' ? 'unverified' : certificate];
      // Two certificates of different worth leave as much open as one whose name is in doubt.
      return has('no-tls') ? ['none', certificate] : ['doubtful'];
    }
    case 'unknown':
      if (reasons.includes('starttls-deferred')) return ['deferred'];
      return [reasons.includes('client-certificate-required') ? 'asks-certificate' : 'unknown'];
    case 'none':
    case 'refuses':
      return [verdict];
  }
}

export interface CountedProbe {
  readonly mx: MxResult;
  readonly probe: AddressProbe;
  readonly seen: readonly ServerSeen[];
}

/** The probes that the outcomes come from: those of every MX host, without its addresses that senders pass over. */
export const countedProbes = (mx: readonly MxResult[]): readonly CountedProbe[] =>
  mx.flatMap((host) => {
    const probes = host.probes.map((probe) => ({ mx: host, probe, seen: seenAt(probe) }));
    const answers = probes.some(({ probe }) => !isSilent(probe));
    return probes.filter(({ probe }) => !(answers && isSilent(probe)));
  });

/** RFC 5321 §5.1, RFC 6724: a sender goes on to the next address of the host when one does not answer. */
const SILENT: readonly ReasonCode[] = ['connect-refused', 'connect-timeout', 'connect-unreachable', 'port25-blocked'];

const isSilent = ({ reasons }: AddressProbe): boolean => reasons.some((reason) => SILENT.includes(reason));
