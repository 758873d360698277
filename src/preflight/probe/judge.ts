/** Judges what was seen at an address for one domain: its reasons, its verdict, and the stages `chain` and `name`. */
import type { ReasonCode } from '../../mail/reasonCode.ts';
import { certificateFacts, judgeName } from './tls/certificate.ts';
import { leafOf, type TlsPeer } from './tls/peer.ts';
import { errorText } from './errorText.ts';
import type { AddressSeen, Shown } from './host.ts';
import type { AddressProbe, StageStatus, TlsFacts, Verdict } from '../result.ts';
import { allStages, stageLog, type StageLog } from './stages.ts';

export function judgeFor(domain: string, host: string, address: AddressSeen): AddressProbe {
  try {
    return judged(domain, host, address);
  } catch (error) {
    // Certificates may have anything in them: what cannot be read costs one address, and not the run.
    const { reasons, stages } = address;
    const transcript = [...address.transcript, { from: 'note', text: errorText(error) } as const];
    return {
      address: address.address,
      reasons: [...new Set([...reasons, 'validation-failure' as const])].sort(),
      verdict: 'unknown',
      tls: null,
      stages: allStages(stages),
      transcript,
    };
  }
}

function judged(domain: string, host: string, address: AddressSeen): AddressProbe {
  const stages = stageLog();
  const { verdict, reasons } = judge(domain, host, address, stages);
  return {
    address: address.address,
    reasons: [...new Set(reasons)].sort(),
    verdict,
    tls: address.kind === 'tls' ? tlsFacts((address.shown.at(-1) ?? address.shown[0]).peer) : null,
    stages: allStages([...address.stages, ...stages.done]),
    transcript: address.transcript,
  };
}

interface Judged {
  readonly verdict: Verdict;
  readonly reasons: readonly ReasonCode[];
}

function judge(domain: string, host: string, address: AddressSeen, stages: StageLog): Judged {
  if (address.kind !== 'tls') return { verdict: address.kind, reasons: address.reasons };
  const all = address.shown.map((shown) => judgeShown(domain, host, shown));
  const [first] = all;
  const differs = address.otherwise !== undefined || all.some(({ worth }) => worth !== first?.worth);
  logStage(stages, 'chain', all, ({ chain }) => chain);
  logStage(stages, 'name', all, ({ name }) => name);
  const reasons = [...address.reasons, ...all.flatMap((one) => one.reasons)];
  if (!differs) return { verdict: first?.worth === 'verified' ? 'authenticated' : 'encrypted', reasons };
  const why: readonly ReasonCode[] = address.otherwise === undefined ? [] : [address.otherwise];
  return { verdict: 'encrypted', reasons: [...reasons, ...why, 'depends-on-sni'] };
}

interface StageJudgement {
  readonly status: StageStatus;
  readonly detail: string;
}

interface JudgedShown {
  readonly named: boolean;
  readonly worth: 'verified' | 'doubtful' | 'unverified';
  readonly reasons: readonly ReasonCode[];
  readonly chain: StageJudgement;
  readonly name: StageJudgement;
}

function judgeShown(domain: string, host: string, { peer, chain, named }: Shown): JudgedShown {
  const name = judgeName(leafOf(peer), host, domain);
  const worth =
    !chain.trusted || name.matches === 'no' ? 'unverified' : name.matches === 'host' ? 'verified' : 'doubtful';
  return {
    named,
    worth,
    reasons: [...chain.reasons, ...name.reasons],
    chain: { status: chain.trusted ? 'ok' : 'failed', detail: chain.detail },
    name: { status: name.matches === 'host' ? 'ok' : 'failed', detail: name.detail },
  };
}

/** Says both where the two handshakes show different things. */
function logStage(
  stages: StageLog,
  stage: 'chain' | 'name',
  judged: readonly JudgedShown[],
  of: (one: JudgedShown) => StageJudgement,
): void {
  const details = new Set(judged.map((one) => of(one).detail));
  const text =
    details.size < 2
      ? [...details].join()
      : judged.map((one) => `${one.named ? 'with' : 'without'} SNI: ${of(one).detail}`).join('; ');
  stages.end(stage, judged.every((one) => of(one).status === 'ok') ? 'ok' : 'failed', text);
}

function tlsFacts(peer: TlsPeer): TlsFacts {
  const leaf = leafOf(peer);
  return { protocol: peer.protocol, cipher: peer.cipher, certificate: leaf ? certificateFacts(leaf) : null };
}
