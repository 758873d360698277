// Every lab domain as our engine sees it, against posttls-finger (Postfix) and openssl s_client.
import { limiter } from '../src/preflight/probe/limiter.ts';
import { startLab } from '../src/lab/lab.ts';
import { type Answer, ask, compare, type Compared, type Said } from './crosscheck/compare.mts';
import { type Check, DIFFERENCES, NOT_ASKED } from './crosscheck/differences.mts';
import { type Ours, probeLab } from './crosscheck/ours.mts';
import { openTools, type Tools } from './crosscheck/tools.mts';

/** Hosts at once; each program is a process of its own. */
const AT_ONCE = 8;
const TEXT_LINES = 20;

const COLUMNS = ['may', 'encrypt', 'secure', 'openssl', 'trust', 'fault'] as const satisfies readonly Answer['check'][];
const WIDTHS = [34, 38, 10, 10, 10, 10, 11];

const lab = await startLab({ delays: { banner: 150, drip: 50, piece: 5, dns: 100, policy: 10_000 } });
try {
  const tools = await openTools(lab.ca);
  try {
    await crosscheck(tools);
  } finally {
    tools.close();
  }
} finally {
  await lab.close();
}

async function crosscheck(tools: Tools): Promise<void> {
  const domains = await probeLab(lab);
  const limited = limiter(AT_ONCE);
  const said = new Map<string, Promise<Said>>();
  // A host that serves several domains is asked once.
  const askOnce = (probe: Ours): Promise<Said> => {
    const { host, at } = probe.asked;
    const key = `${host} ${at.host} ${at.port}`;
    const answer = said.get(key) ?? limited(() => ask(tools, probe));
    said.set(key, answer);
    return answer;
  };
  const compared = await Promise.all(
    domains.flatMap(({ probes }) => probes.map(async (probe) => compare(probe, await askOnce(probe)))),
  );
  const silent = domains.filter(({ probes }) => probes.length === 0).map(({ domain }) => domain);
  report(compared, silent, tools.versions);
}

function report(compared: readonly Compared[], silent: readonly string[], versions: string): void {
  console.log(`The engine against ${versions}. Levels of Postfix: may is Preferred, encrypt Required,`);
  console.log('secure RequiredVerify, and so is openssl; trust is the chain alone; fault, what openssl objects to.\n');
  row(['domain', 'MX host', ...COLUMNS]);
  for (const { probe, answers } of compared) row([probe.domain, probe.asked.host, ...COLUMNS.map(cell(answers))]);
  const answers = compared.flatMap((one) => one.answers.map((answer) => ({ ...answer, domain: one.probe.domain })));
  const failures = [
    ...answers.filter(({ verdict }) => verdict === 'differs').map(differing),
    ...staleDifferences(answers),
    ...wrongSilence(silent),
  ];
  console.log(`\nAllowed differences, marked with *:`);
  for (const { domains, reason, theirs } of DIFFERENCES) {
    const checks = Object.entries(theirs).map(([check, outcome]) => `${check} says ${outcome}`);
    console.log(`  ${domains.join(', ')}: ${checks.join(', ')}. ${reason}`);
  }
  console.log(`\nNobody to ask:`);
  for (const domain of silent) console.log(`  ${domain}: ${NOT_ASKED[domain] ?? 'NO REASON GIVEN'}`);
  for (const sentence of lab.missing) console.log(`  ${sentence}`);
  for (const failure of failures) console.log(`\nFAILED ${failure}`);
  const same = answers.filter(({ verdict }) => verdict === 'same').length;
  const allowed = answers.filter(({ verdict }) => verdict === 'allowed').length;
  console.log(`\n${compared.length} probes, ${same} answers agree, ${allowed} differ for a reason that is listed`);
  const skipped = lab.missing.length > 0 ? `, ${lab.missing.length} skipped` : '';
  console.log(`crosscheck: ${same + allowed} passed, ${failures.length} failed${skipped}`);
  if (failures.length > 0) process.exitCode = 1;
}

function cell(answers: readonly Answer[]) {
  return (check: Answer['check']): string => {
    const answer = answers.find((one) => one.check === check);
    if (!answer) return '-';
    const { ours, theirs, verdict } = answer;
    return verdict === 'same' ? theirs : `${theirs}${verdict === 'allowed' ? '*' : `, not ${ours}!`}`;
  };
}

function row(cells: readonly string[]): void {
  console.log(
    cells
      .map((text, index) => text.padEnd(WIDTHS[index] ?? 0))
      .join(' ')
      .trimEnd(),
  );
}

function differing({ domain, check, ours, theirs, text }: Answer & { readonly domain: string }): string {
  const lines = text.trim().split('\n').slice(0, TEXT_LINES);
  return `${domain}, ${check}: ours ${ours}, theirs ${theirs}\n${lines.map((line) => `  | ${line}`).join('\n')}`;
}

/** What is allowed must also happen. */
function staleDifferences(answers: readonly (Answer & { readonly domain: string })[]): string[] {
  return DIFFERENCES.flatMap((difference) =>
    difference.domains.flatMap((domain) =>
      (Object.keys(difference.theirs) as Check[])
        .filter(
          (check) =>
            !answers.some((one) => one.difference === difference && one.domain === domain && one.check === check),
        )
        .map((check) => `${domain}, ${check}: this difference is allowed and does not occur`),
    ),
  );
}

function wrongSilence(silent: readonly string[]): string[] {
  const unexplained = silent.filter((domain) => NOT_ASKED[domain] === undefined);
  const stale = Object.keys(NOT_ASKED).filter((domain) => !silent.includes(domain));
  return [
    ...unexplained.map((domain) => `${domain}: nobody was asked, and no reason is given`),
    ...stale.map((domain) => `${domain}: stands among those without a server to ask, and has one`),
  ];
}
