// The time for 2,000 domains on a real Postfix, against posttls-finger under xargs; in the namespace of the cross-check.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { deadlinesWithin } from '../src/preflight/probe/options.ts';
import { print } from './bench/measure.mts';
import { bundle, run, timed } from './bench/preflight.mts';
import type { BulkDomain } from './bench/preflightLab.mts';
import type { RunRequest, RunResult } from './bench/preflightRun.mts';
import { RESOLVER, startDns } from './crosscheck/real/dns.mts';
import { CLIENT, enter, furnish, listening, packagesInside, serverFolder } from './crosscheck/real/namespace.mts';
import type { Packages } from './crosscheck/real/packages.mts';
import { createPki } from './crosscheck/real/pki.mts';
import { COMMON_SERVICES, mainFile } from './crosscheck/real/postfix.mts';
import { must } from './crosscheck/real/processes.mts';
import { OWN_NAME } from './crosscheck/real/tools.mts';

const COUNT = 2000;
/** Of these the times of posttls-finger with one root are taken, as a note only. */
const PART = COUNT / 4;
const CONCURRENCY = 50;
const DEADLINE_MS = 10_000;
const NAME = 'bulk.real.test';
/** RFC 2544: for measuring. */
const NETWORK = '198.18.0.0/15';

const MEMBERS = Array.from({ length: COUNT }, (_, index): BulkDomain => {
  const address = `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`;
  return {
    domain: `d${index + 1}.${NAME}`,
    host: `mx${index + 1}.${NAME}`,
    address,
    at: { host: address, port: 25 },
    tarpit: false,
  };
});

const packages = packagesInside();
process.exitCode = packages
  ? await inside(packages)
  : await enter('bench:real', import.meta.filename, [], ['postfix', 'unbound', 'knot']);

async function inside({ tree, missing }: Packages): Promise<number> {
  if (missing.length > 0) {
    console.log(`The distribution lacks ${missing.join(', ')}: not measured.`);
    return 1;
  }
  await furnish(tree);
  await must('ip', ['route', 'add', 'local', NETWORK, 'dev', 'lo', 'src', CLIENT]);
  const root = await startServers();
  const folder = serverFolder('bench');
  const program = path.join(folder, 'run.cjs');
  bundle(program);
  const [roots, alone] = [path.join(folder, 'roots.pem'), path.join(folder, 'root.pem')];
  writeFileSync(roots, [...rootCertificates, root].join('\n'));
  writeFileSync(alone, root);
  writeFileSync(
    path.join(folder, 'main.cf'),
    `compatibility_level = 3.6\ninet_protocols = ipv4\nmyhostname = ${OWN_NAME}\n`,
  );
  // The first run fills the cache of the resolver.
  preflights(program, root);
  const ours = timed(() => {
    preflights(program, root);
  });
  const base = timed(() => {
    fingers(folder, roots, MEMBERS);
  });
  const part = timed(() => {
    fingers(folder, alone, MEMBERS.slice(0, PART));
  });
  const bare = (part * COUNT) / PART;
  const rate = (ms: number): string => `${((COUNT * 1000) / ms).toFixed(0)} domains/s`;
  const met = print({
    name: `preflight ${COUNT} domains on Postfix, ${CONCURRENCY} at once`,
    baseline: `posttls-finger under xargs -P ${CONCURRENCY}, same roots`,
    ours,
    base,
    most: 1,
    notes: [
      `${rate(ours)} against ${rate(base)}: ${(base / ours).toFixed(1)} times`,
      `posttls-finger with the one root that it needs: ${rate(bare)}, so ours is ${(bare / ours).toFixed(1)} times`,
    ],
  });
  return met ? 0 : 1;
}

/** @returns the root certificate */
async function startServers(): Promise<string> {
  const pki = await createPki();
  const records = MEMBERS.map(
    ({ domain, host, address }) => `${domain}. 300 MX 10 ${host}.\n${host}. 300 A ${address}\n`,
  );
  await startDns([], pki, records.join(''));
  const { pem } = await pki.issue('wildcard', { host: NAME, domain: NAME });
  const folder = serverFolder('postfix');
  const certificate = path.join(folder, 'certificate.pem');
  writeFileSync(certificate, pem, { mode: 0o600 });
  await mainFile(folder, {
    myhostname: NAME,
    inet_interfaces: 'all',
    smtpd_tls_security_level: 'may',
    smtpd_tls_chain_files: certificate,
    default_process_limit: String(2 * CONCURRENCY),
    // All connections come from one address.
    smtpd_client_connection_count_limit: '0',
  });
  writeFileSync(path.join(folder, 'master.cf'), `${[...COMMON_SERVICES, '25 inet n - n - - smtpd'].join('\n')}\n`);
  await must('postfix', ['-c', folder, 'start']);
  await listening('0.0.0.0', 25);
  return pki.root.toString('pem');
}

/** @throws Error if a domain is not found in order */
function preflights(program: string, ca: string): void {
  const request: RunRequest = {
    resolver: RESOLVER,
    ca,
    concurrency: CONCURRENCY,
    promises: false,
    allowPrivate: true,
    deadlines: deadlinesWithin(DEADLINE_MS),
    saveMemory: true,
    runs: [MEMBERS],
  };
  const { stdout } = run(process.execPath, [program], JSON.stringify(request));
  const verified = (JSON.parse(stdout) as RunResult[])[0]?.verified;
  if (verified !== COUNT) throw new Error(`${verified} of ${COUNT} domains were found in order`);
}

/** The same for posttls-finger, which verifies the name of the MX host. */
function fingers(mailConfig: string, roots: string, members: readonly BulkDomain[]): void {
  const asked = ['posttls-finger', '-c', '-l', 'secure', '-F', roots, '{}', 'hostname'];
  const domains = members.map(({ domain }) => `${domain}\n`).join('');
  const { stdout, stderr } = run('xargs', ['-P', String(CONCURRENCY), '-I', '{}', ...asked], domains, mailConfig);
  const verified = `${stdout}${stderr}`.match(/Verified TLS connection established/g)?.length;
  if (verified !== members.length)
    throw new Error(`posttls-finger verified ${verified} of ${members.length} domains: ${stderr}`);
}
