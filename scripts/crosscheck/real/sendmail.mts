import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { serverFolder } from './namespace.mts';
import type { CertificateFile, PlacedOf } from './placed.mts';
import { daemon, must } from './processes.mts';

/** Not in the path, where other packages have their own `sendmail`. */
const SENDMAIL = '/usr/libexec/sendmail/sendmail';
const MACROS = '/usr/share/sendmail/cf';

export async function startSendmail(all: readonly PlacedOf<'sendmail'>[], root: string): Promise<void> {
  for (const placed of all) {
    const folder = serverFolder('sendmail', placed.setup.name);
    const spool = serverFolder('sendmail', placed.setup.name, 'queue');
    const access = path.join(folder, 'access');
    writeFileSync(access, (placed.setup.server.access ?? []).map((line) => `${line}\n`).join(''));
    const mc = path.join(folder, 'sendmail.mc');
    writeFileSync(mc, configuration(placed, folder, spool, root));
    const cf = path.join(folder, 'sendmail.cf');
    writeFileSync(cf, await must('m4', [`-D_CF_DIR_=${MACROS}/`, `${MACROS}/m4/cf.m4`, mc]));
    await must('makemap', ['-C', cf, 'hash', `${access}.db`], { input: access });
    daemon(SENDMAIL, [`-C${cf}`, '-bD', '-L', placed.setup.name], path.join(folder, 'output'));
  }
}

function configuration(
  { setup, address, host, certificates }: PlacedOf<'sendmail'>,
  folder: string,
  spool: string,
  root: string,
): string {
  const defined = {
    confDOMAIN_NAME: host,
    confPID_FILE: `${folder}/pid`,
    QUEUE_DIR: spool,
    confHOST_STATUS_DIRECTORY: spool,
    STATUS_FILE: `${folder}/status`,
    HELP_FILE: '',
    ALIAS_FILE: '',
    confCW_FILE: '',
    confDEF_USER_ID: 'crosscheck:crosscheck',
    confTO_IDENT: '0s',
    confCONNECTION_RATE_WINDOW_SIZE: '30m',
    confRUN_AS_USER: 'root',
    ...tlsOptions(certificates[0], folder, root),
  };
  return [
    'divert(0)dnl',
    "VERSIONID(`crosscheck')",
    "OSTYPE(`debian')dnl",
    ...Object.entries(defined).map(([name, value]) => `define(\`${name}', \`${value}')dnl`),
    `FEATURE(\`access_db', \`hash -T<TMPF> ${folder}/access')dnl`,
    "FEATURE(`no_default_msa')dnl",
    `DAEMON_OPTIONS(\`Name=MTA, Family=inet, Addr=${address}, Port=25')dnl`,
    ...(setup.server.mc ?? []).map((line) => `${line}dnl`),
    "MAILER(`local')dnl",
    "MAILER(`smtp')dnl",
    '',
  ].join('\n');
}

/** Sendmail sends the first certificate of the file only. What stands above it comes from the authorities that it trusts. */
function tlsOptions(
  certificate: CertificateFile | undefined,
  folder: string,
  root: string,
): Readonly<Record<string, string>> {
  if (!certificate) return {};
  const authorities = path.join(folder, 'authorities.pem');
  const [, ...above] = certificate.issued.chain;
  writeFileSync(authorities, `${above.join('\n')}\n${readFileSync(root, 'utf8')}`);
  const { file } = certificate;
  return { confSERVER_CERT: file, confSERVER_KEY: file, confCACERT: authorities, confCACERT_PATH: folder };
}

/** The client of a block list in front of a server that is never reached. */
export function startRblsmtpd(all: readonly PlacedOf<'rblsmtpd'>[]): void {
  for (const { setup, address } of all) {
    const args = ['-RHl0', address, '25', 'rblsmtpd', ...setup.server.arguments, 'false'];
    daemon('tcpserver', args, path.join(serverFolder('rblsmtpd'), setup.name));
  }
}
