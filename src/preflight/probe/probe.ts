/**
 * One probe: the stages `dns > connect > banner > ehlo > starttls > handshake > chain > name` for each address of one
 * MX host. All but the name are the same for every domain that the host serves, so they are done once and the name is
 * judged for each domain afterwards.
 */
import type { ServerSeen } from '../../mail/outcome.ts';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import { mayProbe } from './address.ts';
import type { Control } from './port25.ts';
import { certificateFacts, type ChainJudgement, judgeChain, judgeName, sentChain } from './certificate.ts';
import type { TlsPeer } from './connection.ts';
import { type Transcript, transcript } from './untrustedText.ts';
import { hostAddresses } from './dns/mx.ts';
import { destination, type Endpoint, type Env } from './options.ts';
import type { AddressProbe, Stage, TlsFacts, TranscriptLine, Verdict } from '../result.ts';
import { smtpDialogue, type SmtpSeen, type SmtpTarget } from './smtp.ts';
import { allStages, type StageLog, stageLog } from './stages.ts';

/** What was seen at one address, before it is judged for a domain. */
export type AddressSeen = {
  readonly address: string;
  readonly stages: readonly Stage[];
  readonly transcript: readonly TranscriptLine[];
  readonly reasons: readonly ReasonCode[];
} & (
  | { readonly kind: 'tls'; readonly peer: TlsPeer; readonly chain: ChainJudgement }
  | { readonly kind: 'none' }
  | { readonly kind: 'refuses' }
  /** `local`: the fault lies with this machine, which has no way to such addresses (mostly IPv6). */
  | { readonly kind: 'unknown'; readonly local: boolean }
);

export interface HostSeen {
  readonly host: string;
  readonly addresses: readonly AddressSeen[];
  /** At least one address answered. */
  readonly connected: boolean;
  /** The address answers are DNSSEC-secure. */
  readonly secure: boolean;
}

/** Probes all addresses of a host, one after the other. @throws only the reason of the signal */
export async function probeHost(host: string, port: number, env: Env): Promise<HostSeen> {
  const log = stageLog();
  const found = await hostAddresses(host, env.resolver, env.signal);
  const status = found.addresses.length > 0 ? 'ok' : found.incomplete ? 'unknown' : 'failed';
  log.end('dns', status, found.detail);
  const [dns] = log.done;
  const stages = dns ? [dns] : [];
  const common = { address: '', stages, transcript: [], reasons: found.reasons };
  const seen: AddressSeen[] = [];
  if (found.incomplete)
    seen.push({ ...common, kind: 'unknown', local: false, reasons: [...found.reasons, 'dns-temporary'] });
  else if (found.addresses.length === 0)
    seen.push({ ...common, kind: 'refuses', reasons: [...found.reasons, 'no-address'] });
  const started = env.clock();
  for (const address of found.addresses) {
    if (env.clock() - started > hostBudget(env)) {
      seen.push(notTried(address, 'not-all-probed', 'the host has used up its time'));
      continue;
    }
    // A host that said 421 is left alone for the rest of the run, at its other addresses too.
    const leaveAlone = seen.some(({ reasons }) => reasons.includes('refused-421'));
    const one = leaveAlone
      ? notTried(address, 'refused-421', 'the host refused us at another address')
      : await probeAddress(address, host, port, env);
    seen.push({ ...one, stages: [...stages, ...one.stages], reasons: [...found.reasons, ...one.reasons] });
  }
  const connected = seen.some((one) => one.stages.some(({ stage, status }) => stage === 'connect' && status === 'ok'));
  return { host, addresses: seen, connected, secure: found.secure };
}

/** Puts failures to connect down to a blocked port, where the control probe failed in the same way. */
export function withControl(host: HostSeen, control: Control): HostSeen {
  if (control.port25 !== 'blocked') return host;
  const addresses = host.addresses.map((address) => ({
    ...address,
    reasons: address.reasons.map((reason) => (control.failures.has(reason) ? 'port25-blocked' : reason)),
    stages: address.stages.map((stage) =>
      stage.stage === 'connect' && address.reasons.some((reason) => control.failures.has(reason))
        ? { ...stage, status: 'unknown' as const, detail: `port 25 is blocked here: ${stage.detail}` }
        : stage,
    ),
  }));
  return { ...host, addresses };
}

/** Many addresses that each stall just short of every deadline must not hold up a run. */
const hostBudget = ({ deadlines }: Env): number =>
  2 * (deadlines.connect + deadlines.banner + deadlines.reply + deadlines.handshake);

function notTried(address: string, reason: ReasonCode, why: string): AddressSeen {
  const log = stageLog();
  log.end('connect', 'skipped', `not tried: ${why}`);
  return { address, kind: 'unknown', local: false, reasons: [reason], stages: log.done, transcript: [] };
}

async function probeAddress(address: string, host: string, port: number, env: Env): Promise<AddressSeen> {
  const stages = stageLog();
  const log = transcript();
  const to = destination(address, port, env);
  if (to.kind === 'refused') {
    stages.end('connect', 'unknown', 'not tried: the address is not public');
    const reasons: readonly ReasonCode[] = ['address-not-public'];
    return { address, kind: 'unknown', local: false, reasons, stages: stages.done, transcript: log.lines };
  }
  const seen = await dialogueWith(to.endpoint, to.routed, host, env, stages, log);
  const common = { address, stages: stages.done, transcript: log.lines };
  switch (seen.kind) {
    case 'tls': {
      const chain = judgeChain(seen.peer, env.trust, env.clock());
      stages.end('chain', chain.trusted ? 'ok' : 'failed', chain.detail);
      return { ...common, kind: 'tls', peer: seen.peer, chain, reasons: [...seen.reasons, ...chain.reasons] };
    }
    case 'none':
      return { ...common, kind: 'none', reasons: seen.reasons };
    case 'unknown':
      return { ...common, kind: 'unknown', local: isLocalFault(address, seen.code), reasons: seen.reasons };
  }
}

async function dialogueWith(
  to: Endpoint,
  routed: boolean,
  host: string,
  env: Env,
  stages: StageLog,
  log: Transcript,
): Promise<SmtpSeen> {
  const { deadlines, signal, ehloName, trust } = env;
  const target = {
    to,
    name: host,
    ehloName,
    context: trust.context,
    deadlines,
    signal,
    accepts: (remote: string) => routed || mayProbe(remote, env.addresses),
  };
  const seen = await smtpDialogue(target, stages, log);
  // Only a handshake that the server broke off, not one that dragged on, can be a matter of versions.
  const lost = seen.kind === 'unknown' && seen.inHandshake === true;
  const alerted = seen.kind === 'none' && seen.reasons.includes('handshake-failed');
  const legacy = lost || alerted ? trust.legacyContext() : undefined;
  if (!legacy) return seen;
  // A second try with what Salesforce does not speak: it can explain the failure, never mend it.
  log.add('note', 'second connection, TLS 1.1 and older');
  const old = await smtpDialogue({ ...target, context: legacy }, stageLog(), log);
  if (old.kind !== 'tls') return seen;
  // A lost connection is no answer: it must be lost again before the version is to blame.
  if (lost && !(await isLostAgain(target, log))) return seen;
  stages.amend('handshake', 'failed', `only ${old.peer.protocol} or older`);
  return { kind: 'none', reasons: ['protocol-too-old'] };
}

async function isLostAgain(target: SmtpTarget, log: Transcript): Promise<boolean> {
  log.add('note', 'third connection, TLS 1.2 and newer');
  const again = await smtpDialogue(target, stageLog(), log);
  return (again.kind === 'unknown' && again.inHandshake === true) || again.kind === 'none';
}

/** No route to a whole address family: RFC 6724 calls it everyday on machines without IPv6. */
const isLocalFault = (address: string, code: string): boolean =>
  address.includes(':') && ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETDOWN'].includes(code);

export interface JudgedProbe {
  readonly probe: AddressProbe;
  readonly seen: ServerSeen;
  /** Not reached for a reason that lies with this machine alone. */
  readonly local: boolean;
}

/** Judges what was seen at an address for one domain. */
export function judgeFor(domain: string, host: string, address: AddressSeen): JudgedProbe {
  const stages = stageLog();
  const judged = judgeServer(domain, host, address, stages);
  const probe: AddressProbe = {
    address: address.address,
    reasons: [...new Set(judged.reasons)].sort(),
    verdict: VERDICTS[judged.seen],
    tls: address.kind === 'tls' ? tlsFacts(address.peer) : null,
    stages: allStages([...address.stages, ...stages.done]),
    transcript: address.transcript,
  };
  return { probe, seen: judged.seen, local: address.kind === 'unknown' && address.local };
}

function judgeServer(
  domain: string,
  host: string,
  address: AddressSeen,
  stages: StageLog,
): { readonly seen: ServerSeen; readonly reasons: readonly ReasonCode[] } {
  if (address.kind !== 'tls') return { seen: address.kind, reasons: address.reasons };
  const name = judgeName(address.peer.leaf, host, domain);
  stages.end('name', name.matches === 'host' ? 'ok' : 'failed', name.detail);
  const reasons = [...address.reasons, ...name.reasons];
  if (!address.chain.trusted || name.matches === 'no') return { seen: 'unverified', reasons };
  return { seen: name.matches === 'host' ? 'verified' : 'doubtful', reasons };
}

const VERDICTS: Readonly<Record<ServerSeen, Verdict>> = {
  verified: 'authenticated',
  doubtful: 'encrypted',
  unverified: 'encrypted',
  none: 'none',
  refuses: 'refuses',
  unknown: 'unknown',
};

const tlsFacts = ({ protocol, cipher, leaf }: TlsPeer): TlsFacts => ({
  protocol,
  cipher,
  certificate: leaf ? certificateFacts(leaf) : null,
});

/** The certificates seen at a host, for DANE. */
export const chainsOf = (host: HostSeen): readonly ReturnType<typeof sentChain>[] =>
  host.addresses.flatMap((address) =>
    address.kind === 'tls' && address.peer.leaf ? [sentChain(address.peer.leaf)] : [],
  );
