import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckEvent } from '../../../src/enforcement/event.ts';
import type { Conclusion } from '../../../src/enforcement/proof.ts';
import { MODE_NAMES, type ModeName, modeOf } from '../../../src/enforcement/server/modes.ts';
import { type Run, startRun } from '../../../src/enforcement/server/run.ts';
import { certificateStore, type CertificateStore } from '../../../src/lab/certificates.ts';
import { createPki } from '../../../src/lab/pki.ts';
import type { Outcome } from '../../../src/mail/outcome.ts';
import { serverFolder } from './namespace.mts';
import { prove, proofZone } from './proofs.mts';
import { type Sender, SENDERS, startSenders } from './senders.mts';

/*
 * The enforcement check's server in each of its modes, for a sender at each level of TLS: each pair has a domain, an MX
 * host and an address of its own, so that every sender finds its way by the DNS.
 */

interface Trial {
  readonly sender: Sender;
  readonly mode: ModeName;
  readonly domain: string;
  readonly address: string;
}

const domainOfSender = ({ name }: Sender): string => `${name}.check.real.test`;

const TRIALS: readonly Trial[] = SENDERS.flatMap((sender) => MODE_NAMES.map((mode) => ({ sender, mode }))).map(
  ({ sender, mode }, index) => ({
    sender,
    mode,
    domain: `${mode.replace('.', '-')}.${domainOfSender(sender)}`,
    address: `203.0.113.${index + 1}`,
  }),
);

/** Lines of the zone. */
export const enforcementZone = (): string =>
  TRIALS.map(({ domain, address }) => `${domain}. 300 MX 10 mx.${domain}.\nmx.${domain}. 300 A ${address}\n`).join('') +
  proofZone();

interface Started {
  readonly trial: Trial;
  readonly run: Run;
  readonly outcomes: Set<Outcome>;
}

const MAX_WAIT_MS = 30_000;
const POLL_MS = 200;
/** A sender that falls back to unencrypted mail comes again at once. */
const AFTERWARDS_MS = 3000;

export interface EnforcementSummary {
  readonly passed: number;
  readonly failures: readonly string[];
}

export async function checkEnforcement(eximUser: number): Promise<EnforcementSummary> {
  const pki = await createPki();
  const root = path.join(serverFolder('senders'), 'root.pem');
  writeFileSync(root, pki.ca);
  const store = certificateStore(pki);
  const started = await Promise.all(TRIALS.map((trial) => start(trial, store)));
  const post = await startSenders(root, eximUser, domainOfSender);
  const recipientsOf = (program: Sender['program']): readonly string[] =>
    started
      .filter(({ trial }) => trial.sender.program === program)
      .flatMap(({ run }) => run.addresses().map(({ address }) => address));
  await Promise.all((['postfix', 'exim'] as const).map((program) => post.send(program, recipientsOf(program))));
  const until = Date.now() + MAX_WAIT_MS;
  while (started.some(({ outcomes }) => outcomes.size === 0) && Date.now() < until) await sleep(POLL_MS);
  await sleep(AFTERWARDS_MS);
  const judged = await Promise.all(started.map(async (one) => ({ ...one, conclusions: await one.run.end('done') })));
  print(judged);
  const failures = judged.flatMap(({ trial, outcomes, conclusions }) => faultsOf(trial, outcomes, conclusions));
  const proofs = await prove(store, post);
  post.close();
  console.log();
  for (const { name, found } of proofs) console.log(`${name}: ${found}`);
  const wrongProofs = proofs
    .filter(({ expected, found }) => found !== expected)
    .map(({ name, expected, found }) => `${name}: ${found}, not ${expected}`);
  const all = [...failures, ...wrongProofs];
  return { passed: TRIALS.length + proofs.length - all.length, failures: all };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function start(trial: Trial, store: CertificateStore): Promise<Started> {
  const { domain, mode, address } = trial;
  const outcomes = new Set<Outcome>();
  const run = await startRun({
    hostname: `mx.${domain}`,
    domain,
    plan: { kind: 'modes', modes: [{ mode, port: 25 }] },
    bind: address,
    store,
    now: Date.now,
    newLocalPart: () => randomBytes(8).toString('hex'),
    on: (event: CheckEvent) => {
      if (event.kind === 'session' && event.verdict.outcome !== 'unknown') outcomes.add(event.verdict.outcome);
    },
  });
  return { trial, run, outcomes };
}

/** A sender may withhold mail from a server with TLS, and then bring it unencrypted. */
function outcomeOf(outcomes: ReadonlySet<Outcome>): Outcome {
  const ordered = ['clear', 'tls', 'bounce'] as const;
  return ordered.find((one) => outcomes.has(one)) ?? 'unknown';
}

function faultsOf(trial: Trial, outcomes: ReadonlySet<Outcome>, conclusions: readonly Conclusion[]): readonly string[] {
  const { sender, mode } = trial;
  const { serves } = modeOf(mode);
  const demanded = sender.demands[serves];
  const outcome = outcomeOf(outcomes);
  const name = `${sender.name}, ${mode}`;
  if (outcome !== demanded) return [`${name}: the check saw ${outcome}, and the level demands ${demanded}`];
  // Required forbids unencrypted mail; RequiredVerify also mail to a server whose certificate does not verify.
  const forbidding = [
    ...(demanded === 'clear' ? ['Required', 'RequiredVerify'] : []),
    ...(demanded === 'tls' && serves === 'unverified' ? ['RequiredVerify'] : []),
  ];
  return conclusions.flatMap(({ setting, level }) =>
    (level === 'not-enforced') === forbidding.includes(setting)
      ? []
      : [`${name}: ${setting} is ${level}, although the mail was ${outcome}`],
  );
}

const NAME_WIDTH = 20;
const WIDTH = 17;

function print(judged: readonly Started[]): void {
  console.log('\nThe enforcement check, with real senders at each level: what it saw in each mode\n');
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padEnd(WIDTH)).join('')}`.trimEnd();
  console.log(line('sender', MODE_NAMES));
  for (const sender of SENDERS) {
    const cells = judged
      .filter(({ trial }) => trial.sender === sender)
      .map(({ trial, outcomes }) => {
        const outcome = outcomeOf(outcomes);
        return `${outcome}${outcome === sender.demands[modeOf(trial.mode).serves] ? '' : '!'}`;
      });
    console.log(line(sender.name, cells));
  }
}
