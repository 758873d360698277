import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { serverFolder } from './namespace.mts';
import type { PlacedOf } from './placed.mts';
import { must } from './processes.mts';

type Parameters = Readonly<Record<string, string>>;

const MAIN: Parameters = {
  compatibility_level: '3.6',
  mail_owner: 'postfix',
  setgid_group: 'postdrop',
  inet_protocols: 'ipv4',
  mynetworks: '127.0.0.0/8',
  mydestination: '',
  local_recipient_maps: '',
  smtpd_peername_lookup: 'no',
  // What was used up before the comparison stays so until its end.
  anvil_rate_time_unit: '30m',
  // A wrapper waits for the client; the client must give up first.
  smtpd_starttls_timeout: '60s',
};

/** What every Postfix runs. */
export const COMMON_SERVICES = [
  'postlog unix-dgram n - n - 1 postlogd',
  'tlsmgr unix - - n 1000? 1 tlsmgr',
  'anvil unix - - n - 1 anvil',
  'dnsblog unix - - n - 0 dnsblog',
  'rewrite unix - - n - - trivial-rewrite',
  'cleanup unix n - n - 0 cleanup',
  'proxymap unix - - n - - proxymap',
];

/** One Postfix, with a service for each set-up. */
export async function startPostfix(all: readonly PlacedOf<'postfix'>[]): Promise<void> {
  if (all.length === 0) return;
  const folder = serverFolder('postfix');
  const data = await mainFile(folder, {});
  const services = await Promise.all(all.map((placed) => service(placed, folder, data)));
  writeFileSync(path.join(folder, 'master.cf'), `${[...COMMON_SERVICES, ...services.flat()].join('\n')}\n`);
  await must('postfix', ['-c', folder, 'start']);
}

/** Writes `main.cf` and makes the folders. Returns the one for data. */
export async function mainFile(folder: string, own: Parameters): Promise<string> {
  const data = path.join(folder, 'data');
  const spool = path.join(folder, 'spool');
  await must('install', ['-d', folder, spool]);
  await must('install', ['-d', '-o', 'postfix', data]);
  await must('cp', ['/etc/postfix/dynamicmaps.cf', '/etc/postfix/postfix-files', folder]);
  const log = { maillog_file: path.join(folder, 'log'), maillog_file_prefixes: folder };
  const main = { ...MAIN, queue_directory: spool, data_directory: data, ...log, ...own };
  writeFileSync(path.join(folder, 'main.cf'), lines(main));
  return data;
}

const lines = (parameters: Parameters): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');

async function service(placed: PlacedOf<'postfix'>, folder: string, data: string): Promise<readonly string[]> {
  const { setup, address, host } = placed;
  const common = { myhostname: host, ...(await tlsParameters(placed, folder)) };
  const { postscreen, smtpd } = setup.server;
  if (!postscreen) return [`${address}:25 inet n - n - - smtpd${serviceOptions({ ...common, ...smtpd })}`];
  const own = {
    ...common,
    smtpd_service_name: `smtpd-${setup.name}`,
    tlsproxy_service_name: `tlsproxy-${setup.name}`,
    postscreen_cache_map: `btree:${data}/${setup.name}`,
    // Who passed once would not be tested again.
    postscreen_greet_ttl: '1s',
    postscreen_dnsbl_max_ttl: '1s',
    postscreen_pipelining_ttl: '1s',
    postscreen_non_smtp_command_ttl: '1s',
    postscreen_bare_newline_ttl: '1s',
    ...postscreen,
  };
  return [
    `${address}:25 inet n - n - 1 postscreen${serviceOptions(own)}`,
    `smtpd-${setup.name} pass - - n - - smtpd${serviceOptions(common)}`,
    `tlsproxy-${setup.name} unix - - n - 0 tlsproxy${serviceOptions(common)}`,
  ];
}

export const serviceOptions = (parameters: Parameters): string =>
  Object.entries(parameters)
    .map(([name, value]) => `\n  -o { ${name} = ${value} }`)
    .join('');

async function tlsParameters(
  { setup, host, certificates, sniCertificate }: PlacedOf<'postfix'>,
  folder: string,
): Promise<Parameters> {
  const hasTls = certificates.length > 0 || setup.server.smtpd?.['smtpd_tls_cert_file'] !== undefined;
  if (!hasTls) return {};
  const level = { smtpd_tls_security_level: 'may' };
  if (certificates.length === 0) return level;
  const chains = { ...level, smtpd_tls_chain_files: certificates.map(({ file }) => file).join(', ') };
  if (!sniCertificate) return chains;
  const map = path.join(folder, `${setup.name}-sni`);
  writeFileSync(map, `${host} ${sniCertificate.file}\n`);
  await must('postmap', ['-c', folder, '-F', `hash:${map}`]);
  return { ...chains, tls_server_sni_maps: `hash:${map}` };
}
