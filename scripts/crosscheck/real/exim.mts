import { chownSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { serverFolder } from './namespace.mts';
import type { PlacedOf } from './placed.mts';
import { daemon } from './processes.mts';

/** An Exim for each set-up, as a configuration has one set of ACLs. */
export function startExim(all: readonly PlacedOf<'exim'>[], owner: number, root: string): void {
  for (const placed of all) {
    const folder = serverFolder('exim', placed.setup.name);
    chownSync(folder, owner, owner);
    const file = path.join(folder, 'exim.conf');
    writeFileSync(file, configuration(placed, folder, root));
    daemon('exim4', ['-C', file, '-bdf'], path.join(folder, 'output'));
  }
}

function configuration({ setup, address, host, ...tls }: PlacedOf<'exim'>, folder: string, root: string): string {
  const { main = [], acl = [] } = setup.server;
  const [certificate] = tls.certificates;
  const sni = tls.sniCertificate;
  const file =
    sni && certificate ? `\${if eq{$tls_in_sni}{${host}}{${sni.file}}{${certificate.file}}}` : certificate?.file;
  const hasOwnKey = main.some((line) => line.startsWith('tls_privatekey'));
  const tlsLines =
    file === undefined
      ? ['tls_advertise_hosts =']
      : ['tls_advertise_hosts = *', `tls_certificate = ${file}`, ...(hasOwnKey ? [] : [`tls_privatekey = ${file}`])];
  return [
    `primary_hostname = ${host}`,
    `spool_directory = ${folder}`,
    `log_file_path = ${folder}/%slog`,
    `pid_file_path = ${folder}/pid`,
    `local_interfaces = ${address}`,
    'daemon_smtp_ports = 25',
    'rfc1413_hosts =',
    'host_lookup =',
    'keep_environment =',
    'acl_smtp_rcpt = acl_rcpt',
    ...tlsLines,
    ...main.map((line) => line.replace('ROOT', root)),
    'begin acl',
    'acl_rcpt:',
    '  deny',
    ...acl.map((line) => (line.endsWith(':') ? line : `  ${line.replace(/ (delay|message) /, '\n    $1 ')}`)),
    '',
  ].join('\n');
}
