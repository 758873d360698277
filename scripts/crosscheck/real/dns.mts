import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { addressOf, CLIENT, listening, serverFolder } from './namespace.mts';
import { associationData, type Pki } from './pki.mts';
import type { Placed } from './placed.mts';
import { daemon, must } from './processes.mts';
import { type Dane, domainOf, firstHostOf, hostsOf, isUnsigned, type Tlsa } from './setup.mts';

/*
 * Knot serves and signs `real.test`, and serves `plain.test` as it is. unbound is the resolver of this machine; it
 * validates below the key of `real.test`, and answers over HTTPS too.
 */

const NAME_SERVER = addressOf(250);
const DOH_SERVER = addressOf(251);
const DOH_HOST = 'dns.real.test';

export const RESOLVER = '127.0.0.1:53';
export const DOH_RESOLVER = `https://${DOH_HOST}/dns-query`;

const SHA256_BYTES = 32;
const SHA512_BYTES = 64;
const START = '@ 300 SOA ns hostmaster 1 3600 600 86400 60\n@ 300 NS ns\n';

/** @param more lines of the signed zone */
export async function startDns(all: readonly Placed[], pki: Pki, more: string): Promise<void> {
  const folder = serverFolder('knot');
  const bogus = all.filter(({ setup }) => setup.dane?.zone === 'bogus').map(({ host }) => `_tcp.${host}`);
  const zones = [
    { name: 'real.test', text: `${zoneText(all, pki, false)}${more}${doh()}${bogus.map(falseDelegation).join('')}` },
    { name: 'plain.test', text: `${zoneText(all, pki, true)}${blockList()}` },
    ...bogus.map((name) => ({ name, text: bogusZone(name, all, pki) })),
  ];
  for (const { name, text } of zones) writeFileSync(path.join(folder, `${name}.zone`), text);
  const file = path.join(folder, 'knot.conf');
  writeFileSync(
    file,
    knotConfiguration(
      folder,
      zones.map(({ name }) => name),
    ),
  );
  daemon('knotd', ['-c', file], path.join(folder, 'log'));
  await listening(NAME_SERVER, 53);
  await startUnbound(await anchor(file), pki);
}

const knotConfiguration = (folder: string, zones: readonly string[]): string => `
server:
    listen: ${NAME_SERVER}@53
    rundir: ${folder}
database:
    storage: ${folder}
log:
  - target: stderr
    any: info
policy:
  - id: one-key
    algorithm: ecdsap256sha256
    single-type-signing: on
zone:
${zones.map((name) => `  - domain: ${name}\n    file: ${folder}/${name}.zone\n    storage: ${folder}\n${signing(name)}`).join('')}`;

const signing = (zone: string): string =>
  zone === 'real.test' ? '    dnssec-signing: on\n    dnssec-policy: one-key\n    zonefile-sync: -1\n' : '';

/** The key is made while the zone is loaded. */
async function anchor(file: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    const keys = await must('keymgr', ['-c', file, 'real.test', 'ds']);
    const line = keys.split('\n').find((one) => / DS \d+ \d+ 2 /.test(one));
    if (line !== undefined) return line;
    if (tries > 50) throw new Error(`real.test has no key:\n${keys}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function startUnbound(trusted: string, pki: Pki): Promise<void> {
  const folder = serverFolder('unbound');
  const certificate = await pki.issue('valid', { host: DOH_HOST, domain: DOH_HOST });
  const pem = path.join(folder, 'server.pem');
  writeFileSync(pem, certificate.pem);
  const zones = ['real.test', 'plain.test'];
  const file = path.join(folder, 'unbound.conf');
  writeFileSync(
    file,
    `server:
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: "${folder}/pid"
  use-syslog: no
  logfile: ""
  interface: 127.0.0.1@53
  interface: ${DOH_SERVER}@443
  access-control: 0.0.0.0/0 allow
  https-port: 443
  tls-service-key: "${pem}"
  tls-service-pem: "${pem}"
  module-config: "validator iterator"
  local-zone: "test." nodefault
  do-not-query-localhost: no
  val-log-level: 2
  trust-anchor: "${trusted}"
${zones.map((zone) => `stub-zone:\n  name: "${zone}"\n  stub-addr: ${NAME_SERVER}@53\n`).join('')}
remote-control:
  control-enable: no
`,
  );
  daemon('unbound', ['-d', '-c', file], path.join(folder, 'log'));
  await listening('127.0.0.1', 53);
  await listening(DOH_SERVER, 443);
}

const doh = (): string => `dns 300 A ${DOH_SERVER}\nns 300 A ${NAME_SERVER}\n`;

/** RFC 5782 §2.1: who is listed has an address, and a text for people. */
function blockList(): string {
  const listed = `${CLIENT.split('.').toReversed().join('.')}.dnsbl`;
  return `ns 300 A ${NAME_SERVER}\n${listed} 300 A 127.0.0.2\n${listed} 300 TXT "${CLIENT} is listed"\n`;
}

function zoneText(all: readonly Placed[], pki: Pki, unsigned: boolean): string {
  const records = all
    .filter(({ setup }) => isUnsigned(setup) === unsigned)
    .flatMap((placed) => [
      ...hostsOf(placed.setup).map((host) => `${domainOf(placed.setup)}. 300 MX 10 ${host}.`),
      ...addressRecords(placed),
      ...(placed.setup.dane && placed.setup.dane.zone !== 'bogus' ? tlsaRecords(placed, placed.setup.dane, pki) : []),
    ]);
  return `${START}${records.map((record) => `${record}\n`).join('')}`;
}

/** An alias leads to a name beside it. */
const targetOf = (host: string): string => host.replace(/^mx/, 'target');

function addressRecords({ setup, address }: Placed): readonly string[] {
  return hostsOf(setup).flatMap((host) =>
    setup.dane?.alias
      ? [`${host}. 300 CNAME ${targetOf(host)}.`, `${targetOf(host)}. 300 A ${address}`]
      : [`${host}. 300 A ${address}`],
  );
}

function tlsaRecords(placed: Placed, { records, alias }: Dane, pki: Pki): readonly string[] {
  const host = firstHostOf(placed.setup);
  const owner = `_25._tcp.${alias ? targetOf(host) : host}.`;
  return records.map((record) => {
    const { usage, selector, matchingType } = record;
    return `${owner} 300 TLSA ${usage} ${selector} ${matchingType} ${dataOf(record, placed, pki).toString('hex')}`;
  });
}

function dataOf({ of, selector, matchingType, bytes }: Tlsa, { certificates }: Placed, pki: Pki): Buffer {
  const leaf = certificates[0]?.issued.leaf;
  const certificate = {
    leaf,
    intermediate: pki.intermediate('trusted'),
    'expired-intermediate': pki.intermediate('expired'),
    root: pki.root,
    nobody: undefined,
  }[of];
  const whole = certificate
    ? associationData(certificate, selector, matchingType)
    : Buffer.alloc(matchingType === 2 ? SHA512_BYTES : SHA256_BYTES, 1);
  return whole.subarray(0, bytes);
}

/** The parent promises a key that the zone does not have. */
const falseDelegation = (name: string): string =>
  `${name}. 300 NS ns.real.test.\n${name}. 300 DS 12345 13 2 ${'ab'.repeat(SHA256_BYTES)}\n`;

function bogusZone(name: string, all: readonly Placed[], pki: Pki): string {
  const placed = all.find(({ host }) => name === `_tcp.${host}`);
  const records = placed?.setup.dane ? tlsaRecords(placed, placed.setup.dane, pki) : [];
  return `@ 300 SOA ns.real.test. hostmaster 1 3600 600 86400 60\n@ 300 NS ns.real.test.\n${records.map((record) => `${record}\n`).join('')}`;
}
