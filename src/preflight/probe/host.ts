/**
 * One probe: the stages `dns > connect > banner > ehlo > starttls > handshake > chain > name` for each address of one
 * MX host. All but the name are the same for every domain that the host serves, so they are done once and the name is
 * judged for each domain afterwards.
 *
 * It is not known whether Salesforce names the host in the handshake (SNI). TLS with a certificate that verifies is
 * sure enough without it. Everything else is tried once more with it, which tells whether it matters.
 */
import type { X509Certificate } from 'node:crypto';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import { type ChainJudgement, judgeChain, judgeName } from './tls/certificate.ts';
import { canBeNamed } from './connection.ts';
import { certificatesOf, leafOf, type TlsPeer } from './tls/peer.ts';
import { errorText } from './errorText.ts';
import type { Control } from './port25.ts';
import { hostAddresses } from './dns/mx.ts';
import type { Env } from './options.ts';
import type { Stage, TranscriptLine } from '../result.ts';
import { stageLog } from './stages.ts';
import { isHandshakeTrouble, notTried, type Unnamed } from './tries.ts';

/** What a server showed of itself in TLS. */
export interface Shown {
  readonly peer: TlsPeer;
  readonly chain: ChainJudgement;
  /** Whether the host was named in the handshake. */
  readonly named: boolean;
}

/** What was seen at one address, before it is judged for a domain. */
export type AddressSeen = {
  readonly address: string;
  readonly stages: readonly Stage[];
  readonly transcript: readonly TranscriptLine[];
  readonly reasons: readonly ReasonCode[];
} & (
  | {
      readonly kind: 'tls';
      readonly shown: readonly [Shown, ...Shown[]];
      /** There is TLS only for senders that name the host, or only for those that do not: why not for the others. */
      readonly otherwise: ReasonCode | undefined;
    }
  | { readonly kind: 'none' | 'refuses' | 'unknown' }
);

export interface HostSeen {
  readonly host: string;
  /** What the host is an alias of; not yet safe to show. */
  readonly alias: string | undefined;
  readonly addresses: readonly AddressSeen[];
  /** At least one address answered. */
  readonly connected: boolean;
  /** The address answers are DNSSEC-secure. */
  readonly secure: boolean;
}

export interface HostRequest {
  readonly host: string;
  readonly port: number;
  /** The tries without the host's name; shared by all hosts on the address. */
  readonly unnamed: (address: string, port: number) => Promise<Unnamed>;
  /** Whether the chain is the one that DANE promises; true where it promises none. */
  readonly isPromised: (chain: readonly X509Certificate[], alias: string | undefined) => Promise<boolean>;
}

/** Probes all addresses of a host, one after the other. @throws only the reason of the signal */
export async function probeHost(request: HostRequest, env: Env): Promise<HostSeen> {
  const { host, port } = request;
  const log = stageLog();
  const found = await hostAddresses(host, env.resolver, env.signal);
  const status = found.addresses.length > 0 ? 'ok' : found.incomplete ? 'unknown' : 'failed';
  log.end('dns', status, found.detail);
  const stages = log.done;
  const common = { address: '', stages, transcript: [], reasons: found.reasons };
  const seen: AddressSeen[] = [];
  if (found.incomplete) seen.push({ ...common, kind: 'unknown', reasons: [...found.reasons, 'dns-temporary'] });
  else if (found.addresses.length === 0)
    seen.push({ ...common, kind: 'refuses', reasons: [...found.reasons, 'no-address'] });
  let spent = 0;
  for (const address of found.addresses) {
    const why = leftOut(seen, spent, env);
    const unnamed = why ? notTried(address, 'skipped', ...why) : await request.unnamed(address, port);
    const one = await seenAtAddress(unnamed, request, found.alias, env).catch((error: unknown) => {
      env.signal.throwIfAborted();
      return { seen: notJudged(unnamed, error), spent: 0 };
    });
    spent += unnamed.spent + one.spent;
    seen.push({
      ...one.seen,
      stages: [...stages, ...one.seen.stages],
      reasons: [...found.reasons, ...one.seen.reasons],
    });
  }
  const connected = seen.some((one) => one.stages.some(({ stage, status: is }) => stage === 'connect' && is === 'ok'));
  return { host, alias: found.alias, addresses: seen, connected, secure: found.secure };
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

function leftOut(before: readonly AddressSeen[], spent: number, env: Env): [ReasonCode, string] | undefined {
  if (spent > hostBudget(env)) return ['not-all-probed', 'the host has used up its time'];
  // A host that said 421 is left alone for the rest of the run, at its other addresses too.
  if (before.some(({ reasons }) => reasons.includes('refused-421')))
    return ['refused-421', 'the host refused us at another address'];
  return undefined;
}

interface Found {
  readonly seen: AddressSeen;
  readonly spent: number;
}

async function seenAtAddress(
  unnamed: Unnamed,
  request: HostRequest,
  alias: string | undefined,
  env: Env,
): Promise<Found> {
  const { address, seen, stages, transcript } = unnamed;
  const common = { address, stages, transcript, reasons: seen.reasons };
  const plain: AddressSeen =
    seen.kind === 'tls'
      ? { ...common, kind: 'tls', shown: [shownBy(seen.peer, false, env)], otherwise: undefined }
      : { ...common, kind: seen.kind };
  if (!unnamed.further || !canBeNamed(request.host) || !(await isInQuestion(plain, unnamed, request, alias)))
    return { seen: plain, spent: 0 };
  const further = await unnamed.further(request.host);
  const all = { ...plain, transcript: [...transcript, ...further.transcript] };
  return {
    seen: compared(all, further.seen.kind === 'tls' ? shownBy(further.seen.peer, true, env) : undefined, further),
    spent: further.spent,
  };
}

/** Certificates may have anything in them: what cannot be read costs one address, and not the run. */
function notJudged({ address, stages, transcript, seen }: Unnamed, error: unknown): AddressSeen {
  const note = { from: 'note', text: errorText(error) } as const;
  const reasons: readonly ReasonCode[] = [...seen.reasons, 'validation-failure'];
  return { kind: 'unknown', address, stages, transcript: [...transcript, note], reasons };
}

/** Whether a handshake that names the host may show something else that matters. */
async function isInQuestion(
  plain: AddressSeen,
  unnamed: Unnamed,
  { host, isPromised }: HostRequest,
  alias: string | undefined,
): Promise<boolean> {
  if (plain.kind !== 'tls') return isHandshakeTrouble(unnamed.seen);
  const [{ peer, chain }] = plain.shown;
  if (!chain.trusted || judgeName(leafOf(peer), host, host).matches !== 'host') return true;
  return peer.chain.length > 0 && !(await isPromised(certificatesOf(peer), alias));
}

type Named = Awaited<ReturnType<NonNullable<Unnamed['further']>>>;

/** Both tries together. Where the second could not be made, what the first one showed stands. */
function compared(plain: AddressSeen, shown: Shown | undefined, named: Named): AddressSeen {
  if (plain.kind === 'tls') {
    if (shown) return { ...plain, shown: [...plain.shown, shown] };
    return named.seen.kind === 'none' && isHandshakeTrouble(named.seen)
      ? { ...plain, otherwise: 'handshake-failed' }
      : plain;
  }
  if (!shown) return plain;
  const otherwise = plain.reasons.includes('protocol-too-old') ? 'protocol-too-old' : 'handshake-failed';
  const remarks = named.seen.reasons;
  return { ...plain, kind: 'tls', stages: named.stages, reasons: remarks, shown: [shown], otherwise };
}

const shownBy = (peer: TlsPeer, named: boolean, env: Env): Shown => ({
  peer,
  chain: judgeChain(peer, env.trust, env.clock()),
  named,
});

/** The certificates seen at a host, for DANE, which has the host named (RFC 7672 §8.1); `none`: no TLS there. */
export const chainsOf = (host: HostSeen): readonly (readonly X509Certificate[] | 'none')[] =>
  host.addresses.flatMap((address): (readonly X509Certificate[] | 'none')[] => {
    if (address.kind === 'none') return ['none'];
    if (address.kind !== 'tls') return [];
    const chain = certificatesOf((address.shown.at(-1) ?? address.shown[0]).peer);
    return chain.length > 0 ? [chain] : [];
  });
