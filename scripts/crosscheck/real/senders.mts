import { chownSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Outcome, ServerTls } from '../../../src/mail/outcome.ts';
import { listening, serverFolder } from './namespace.mts';
import { must, run } from './processes.mts';
import { COMMON_SERVICES, mainFile, serviceOptions } from './postfix.mts';

/** A mail server that sends, at one of its levels of TLS. */
export interface Sender {
  readonly name: string;
  readonly program: 'postfix' | 'exim';
  /** Of Postfix's smtp client, or of Exim's smtp transport. */
  readonly options: Readonly<Record<string, string>>;
  /** What the level demands, by what the receiving server has. */
  readonly demands: Readonly<Record<ServerTls, Outcome>>;
}

const NEVER = { none: 'clear', unverified: 'clear', verified: 'clear' } as const;
const PREFERRED = { none: 'clear', unverified: 'tls', verified: 'tls' } as const;
const REQUIRED = { none: 'bounce', unverified: 'tls', verified: 'tls' } as const;
const PREFERRED_VERIFY = { none: 'clear', unverified: 'clear', verified: 'tls' } as const;
const REQUIRED_VERIFY = { none: 'bounce', unverified: 'bounce', verified: 'tls' } as const;

const postfix = (level: string, demands: Sender['demands']): Sender => ({
  name: `postfix-${level}`,
  program: 'postfix',
  // As Salesforce: nothing below TLS 1.2.
  options: {
    smtp_tls_security_level: level,
    smtp_tls_protocols: '>=TLSv1.2',
    smtp_tls_mandatory_protocols: '>=TLSv1.2',
  },
  demands,
});
const exim = (name: string, options: Sender['options'], demands: Sender['demands']): Sender => ({
  name: `exim-${name}`,
  program: 'exim',
  options,
  demands,
});

const UNVERIFIED = { tls_try_verify_hosts: '*' };
const VERIFIED = { tls_verify_hosts: '*', tls_verify_cert_hostnames: '*', tls_verify_certificates: 'ROOT' };

export const SENDERS: readonly Sender[] = [
  postfix('none', NEVER),
  postfix('may', PREFERRED),
  postfix('encrypt', REQUIRED),
  postfix('verify', REQUIRED_VERIFY),
  postfix('secure', REQUIRED_VERIFY),
  exim('avoid', { hosts_avoid_tls: '*' }, NEVER),
  exim('try', UNVERIFIED, PREFERRED),
  exim('require', { hosts_require_tls: '*', ...UNVERIFIED }, REQUIRED),
  exim('try-verify', VERIFIED, PREFERRED_VERIFY),
  exim('require-verify', { hosts_require_tls: '*', ...VERIFIED }, REQUIRED_VERIFY),
];

export interface Post {
  /** Sends one message to each of the addresses; each is in the domain of a sender. */
  readonly send: (program: Sender['program'], recipients: readonly string[]) => Promise<void>;
  readonly close: () => void;
}

const PORT = 2525;
const QUEUE_RUN_MS = 2000;
const FROM = 'sender@real.test';

/** @param domainOf the domains that a sender delivers to are below this one */
export async function startSenders(
  root: string,
  eximUser: number,
  domainOf: (sender: Sender) => string,
): Promise<Post> {
  const folder = serverFolder('senders');
  const of = (program: Sender['program']): readonly Sender[] => SENDERS.filter((one) => one.program === program);
  await startPostfixSender(of('postfix'), path.join(folder, 'postfix'), root, domainOf);
  const eximFile = eximSender(of('exim'), path.join(folder, 'exim'), root, eximUser, domainOf);
  const message = path.join(folder, 'message');
  writeFileSync(message, 'Subject: enforcement check\n\nA test.\n');
  // Postfix looks after its queue itself.
  const queueRuns = setInterval(() => {
    void run('exim4', ['-C', eximFile, '-qf'], { ms: 60_000 });
  }, QUEUE_RUN_MS);
  return {
    close: () => {
      clearInterval(queueRuns);
    },
    async send(program, recipients) {
      if (program === 'exim')
        // Exits with 1 where a message has to wait.
        await run('exim4', ['-C', eximFile, '-odf', '-i', '-f', FROM, ...recipients], { ms: 60_000, input: message });
      else
        await must('swaks', [
          '--server',
          `127.0.0.1:${PORT}`,
          '--from',
          FROM,
          '--to',
          recipients.join(),
          '--silent',
          '3',
        ]);
    },
  };
}

async function startPostfixSender(
  senders: readonly Sender[],
  folder: string,
  root: string,
  domainOf: (sender: Sender) => string,
): Promise<void> {
  const routes = senders.map((sender) => `{ .${domainOf(sender)} = ${sender.name}: }`).join(', ');
  const own = {
    myhostname: 'sender.real.test',
    inet_interfaces: '127.0.0.1',
    transport_maps: `inline:{ ${routes} }`,
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    smtp_tls_CAfile: root,
    // What is withheld is tried again soon.
    queue_run_delay: '2s',
    minimal_backoff_time: '2s',
    maximal_backoff_time: '2s',
  };
  await mainFile(folder, own);
  const services = [
    `127.0.0.1:${PORT} inet n - n - - smtpd`,
    'qmgr unix n - n 300 1 qmgr',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'scache unix - - n - 1 scache',
    'retry unix - - n - - error',
    'smtp unix - - n - - smtp',
    ...senders.map(({ name, options }) => `${name} unix - - n - - smtp${serviceOptions(options)}`),
  ];
  writeFileSync(path.join(folder, 'master.cf'), `${[...COMMON_SERVICES, ...services].join('\n')}\n`);
  await must('postfix', ['-c', folder, 'start']);
  await listening('127.0.0.1', PORT);
}

/** Exim's names have no hyphens. */
const word = ({ name }: Sender): string => name.replaceAll('-', '_');

function eximSender(
  senders: readonly Sender[],
  folder: string,
  root: string,
  user: number,
  domainOf: (sender: Sender) => string,
): string {
  serverFolder('senders', 'exim');
  chownSync(folder, user, user);
  const file = path.join(folder, 'exim.conf');
  const routers = senders.flatMap((sender) => [
    `${word(sender)}:`,
    '  driver = dnslookup',
    `  domains = *.${domainOf(sender)}`,
    `  transport = ${word(sender)}`,
  ]);
  const transports = senders.flatMap((sender) => [
    `${word(sender)}:`,
    '  driver = smtp',
    // As Salesforce: nothing below TLS 1.2.
    '  tls_require_ciphers = NORMAL:-VERS-TLS1.0:-VERS-TLS1.1',
    ...Object.entries(sender.options).map(([option, value]) => `  ${option} = ${value.replace('ROOT', root)}`),
  ]);
  const lines = [
    'primary_hostname = sender.real.test',
    `spool_directory = ${folder}`,
    `log_file_path = ${folder}/%slog`,
    'local_interfaces = 127.0.0.1',
    'keep_environment =',
    'remote_max_parallel = 10',
    'begin routers',
    ...routers,
    'begin transports',
    ...transports,
    'begin retry',
    '* * F,1h,5m',
    '',
  ];
  writeFileSync(file, lines.join('\n'));
  return file;
}
