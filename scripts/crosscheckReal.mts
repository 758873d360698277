// The engine against real mail servers (Postfix, Exim, Sendmail, rblsmtpd), beside posttls-finger, openssl and swaks.
import { DOH_RESOLVER, RESOLVER } from './crosscheck/real/dns.mts';
import { checkEnforcement, type EnforcementSummary } from './crosscheck/real/enforcement.mts';
import { judge, report, type Row } from './crosscheck/real/matrix.mts';
import { enter, furnish, packagesInside } from './crosscheck/real/namespace.mts';
import { probeAll } from './crosscheck/real/ours.mts';
import { type Packages, type Program, PROGRAM_NAMES } from './crosscheck/real/packages.mts';
import type { Placed } from './crosscheck/real/placed.mts';
import { type Servers, startServers } from './crosscheck/real/servers.mts';
import { type Check, CHECKS, openTools, type Tools } from './crosscheck/real/tools.mts';

/** Without one of them no name can be looked up, or nobody can be asked. */
const INDISPENSABLE: readonly Program[] = ['postfix', 'unbound', 'knot'];
/** What is asked over HTTPS too. */
const OVER_HTTPS = ['postfix-valid', 'dane-3-match', 'dane-2-match', 'dane-unsigned', 'dane-bogus'];

const beginnings = process.argv.slice(2);
const packages = packagesInside();
process.exitCode = packages
  ? await inside(packages)
  : await enter('crosscheck:real', import.meta.filename, beginnings, PROGRAM_NAMES);

async function inside({ tree, missing }: Packages): Promise<number> {
  if (missing.length > 0) console.log(`The distribution lacks ${missing.join(', ')}: what needs it is skipped.`);
  if (INDISPENSABLE.some((program) => missing.includes(program))) return 1;
  await furnish(tree);
  const servers = await startServers(missing, beginnings);
  const tools = await openTools(servers.root.file);
  console.log(`The engine against ${tools.versions}. Levels of Postfix: may is Preferred, encrypt Required;`);
  console.log('verify and secure are two readings of RequiredVerify, and openssl is verify with SNI.\n');
  const rows = await rowsOf(servers, tools, missing.includes('swaks') ? ['swaks'] : []);
  const { passed, failed } = report(rows, beginnings.length === 0 && missing.length === 0);
  const enforcement = await enforcementOf(servers, missing);
  const failures = failed + enforcement.failures.length;
  console.log(`\ncrosscheck:real: ${passed + enforcement.passed} passed, ${failures} failed`);
  return failures > 0 ? 1 : 0;
}

async function enforcementOf(servers: Servers, missing: readonly Program[]): Promise<EnforcementSummary> {
  if (missing.includes('exim') || missing.includes('swaks') || (beginnings.length > 0 && !beginnings.includes('check')))
    return { passed: 0, failures: [] };
  const summary = await checkEnforcement(servers.eximUser);
  for (const failure of summary.failures) console.log(`\nFAILED ${failure}`);
  return summary;
}

async function rowsOf({ all, root }: Servers, tools: Tools, skipped: readonly Check[]): Promise<readonly Row[]> {
  const results = await probeAll(all, RESOLVER, root.pem);
  const asked = all.filter(({ setup }) => OVER_HTTPS.includes(setup.name));
  const overHttps = await probeAll(asked, DOH_RESOLVER, root.pem);
  const checks = CHECKS.filter((check) => !skipped.includes(check));
  const isPostfix = ({ setup }: Placed): boolean => setup.server.program === 'postfix';
  const answers = await Promise.all([
    askAll(all.filter(isPostfix), tools, checks),
    askAll(
      all.filter((placed) => !isPostfix(placed)),
      tools,
      checks,
    ),
  ]);
  const said = new Map(answers.flat());
  const rows = all.flatMap((placed, index): Row[] => {
    const result = results[index];
    return result ? [{ name: placed.setup.name, placed, result, answers: said.get(placed) ?? [] }] : [];
  });
  const rowsOverHttps = asked.flatMap((placed, index): Row[] => {
    const result = overHttps[index];
    return result ? [{ name: `${placed.setup.name}, DoH`, placed, result, answers: [] }] : [];
  });
  return [...rows, ...rowsOverHttps];
}

type Answers = readonly [Placed, Row['answers']];

/** One after the other, as some servers take one connection at a time. */
async function askAll(all: readonly Placed[], tools: Tools, checks: readonly Check[]): Promise<readonly Answers[]> {
  const answers: Answers[] = [];
  for (const placed of all) {
    const said: Row['answers'][number][] = [];
    for (const check of checks) said.push(judge(placed, check, await tools.ask(check, placed)));
    answers.push([placed, said]);
  }
  return answers;
}
