import { randomBytes } from 'node:crypto';
import type { Conclusion, ProvableSetting } from '../../../src/enforcement/proof.ts';
import { startRun } from '../../../src/enforcement/server/run.ts';
import type { CertificateStore } from '../../../src/lab/certificates.ts';
import type { Post, Sender } from './senders.mts';

/*
 * The proof in three or four steps, with a real sender that keeps what is withheld in its queue and tries again.
 */

interface Proof {
  readonly sender: string;
  readonly setting: ProvableSetting;
  readonly expected: Conclusion['level'];
}

const PROOFS: readonly Proof[] = [
  { sender: 'postfix-may', setting: 'Required', expected: 'not-enforced' },
  { sender: 'postfix-encrypt', setting: 'Required', expected: 'enforced' },
  { sender: 'postfix-encrypt', setting: 'RequiredVerify', expected: 'not-enforced' },
  { sender: 'postfix-secure', setting: 'RequiredVerify', expected: 'enforced' },
  { sender: 'exim-try', setting: 'Required', expected: 'not-enforced' },
  { sender: 'exim-require', setting: 'Required', expected: 'enforced' },
  { sender: 'exim-require-verify', setting: 'RequiredVerify', expected: 'enforced' },
];

const FIRST_ADDRESS = 150;
const addressOf = (index: number): string => `203.0.113.${FIRST_ADDRESS + index}`;
const domainOf = ({ sender, setting }: Proof): string => `prove-${setting.toLowerCase()}.${sender}.check.real.test`;

/** Lines of the zone. */
export const proofZone = (): string =>
  PROOFS.map((proof, index) => {
    const domain = domainOf(proof);
    return `${domain}. 300 MX 10 mx.${domain}.\nmx.${domain}. 300 A ${addressOf(index)}\n`;
  }).join('');

/** Two tries from this distance on; the senders try again after two seconds. */
const ATTEMPT_GAP_MS = 500;
const MAX_MS = 60_000;

export interface ProofResult {
  readonly name: string;
  readonly expected: string;
  readonly found: string;
}

export const prove = (store: CertificateStore, post: Post): Promise<readonly ProofResult[]> =>
  Promise.all(PROOFS.map((proof, index) => proveOne(proof, addressOf(index), store, post)));

async function proveOne(proof: Proof, address: string, store: CertificateStore, post: Post): Promise<ProofResult> {
  const { sender, setting, expected } = proof;
  const program: Sender['program'] = sender.startsWith('exim') ? 'exim' : 'postfix';
  const sent: Promise<void>[] = [];
  const domain = domainOf(proof);
  const run = await startRun({
    hostname: `mx.${domain}`,
    domain,
    plan: { kind: 'proof', setting, port: 25 },
    bind: address,
    store,
    attemptGapMs: ATTEMPT_GAP_MS,
    now: Date.now,
    newLocalPart: () => randomBytes(8).toString('hex'),
    on: (event) => {
      if (event.kind === 'step' && event.address) sent.push(post.send(program, [event.address.address]));
    },
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'time'>((resolve) => {
    timer = setTimeout(resolve, MAX_MS, 'time');
  });
  const endedFor = await Promise.race([run.done.then(() => 'done' as const), late]);
  clearTimeout(timer);
  await Promise.all(sent);
  const conclusions = await run.end(endedFor);
  const found = conclusions.find((one) => one.setting === setting)?.level ?? 'nothing';
  return { name: `${sender}, prove ${setting}`, expected, found };
}
