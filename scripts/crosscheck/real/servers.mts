import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startDns } from './dns.mts';
import { enforcementZone } from './enforcement.mts';
import { startExim } from './exim.mts';
import { listening, serverFolder } from './namespace.mts';
import type { Program } from './packages.mts';
import { createPki } from './pki.mts';
import { place, type Placed, runsOn } from './placed.mts';
import { startPostfix } from './postfix.mts';
import { must, run } from './processes.mts';
import { startRblsmtpd, startSendmail } from './sendmail.mts';
import { DANE_SETUPS } from './setups/dane.mts';
import { EXIM_SETUPS } from './setups/exim.mts';
import { POSTFIX_SETUPS } from './setups/postfix.mts';
import { RBLSMTPD_SETUPS, SENDMAIL_SETUPS } from './setups/sendmail.mts';

export interface Servers {
  /** The user that Exim runs as. */
  readonly eximUser: number;
  readonly all: readonly Placed[];
  readonly root: { readonly file: string; readonly pem: string };
}

const SETUPS = [...POSTFIX_SETUPS, ...DANE_SETUPS, ...EXIM_SETUPS, ...SENDMAIL_SETUPS, ...RBLSMTPD_SETUPS];

/** Starts the servers whose names have one of the beginnings; none: all of them. */
export async function startServers(missing: readonly Program[], beginnings: readonly string[]): Promise<Servers> {
  const setups = SETUPS.filter(({ server }) => !missing.includes(server.program)).filter(
    ({ name }) => beginnings.length === 0 || beginnings.some((beginning) => name.startsWith(beginning)),
  );
  const pki = await createPki();
  const pem = pki.root.toString('pem');
  const file = path.join(serverFolder('authority'), 'root.pem');
  writeFileSync(file, pem);
  const eximUser = Number(await must('id', ['-u', 'Debian-exim']));
  const all = await place(setups, pki, eximUser);
  await startDns(all, pki, enforcementZone());
  await startPostfix(all.filter(runsOn('postfix')));
  startExim(all.filter(runsOn('exim')), eximUser, file);
  await startSendmail(all.filter(runsOn('sendmail')), file);
  startRblsmtpd(all.filter(runsOn('rblsmtpd')));
  for (const { address } of all) await listening(address, 25);
  for (const { setup, address } of all) if (setup.usedUp) await useUp(address);
  return { eximUser, all, root: { file, pem } };
}

/** Two sessions with TLS, as openssl holds them: Postfix counts one that is over its limit before it says 454. */
async function useUp(address: string): Promise<void> {
  for (let session = 0; session < 2; session++)
    await run('openssl', ['s_client', '-starttls', 'smtp', '-connect', `${address}:25`, '-brief'], { ms: 5000 });
}
