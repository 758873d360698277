/**
 * Whether port 25 can be reached from here at all. It is blocked on most laptops, clouds and office networks, and then
 * every server looks dead. So two independent, well-known domains are tried: if neither can be reached, what fails in
 * the same way in this run was not the server's doing.
 */
import { isIP } from 'node:net';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import { openConnection } from './connection.ts';
import { transcript } from './untrustedText.ts';
import { hostAddresses, selectMx } from './dns/mx.ts';
import { destination, type Env } from './options.ts';
import type { Port25 } from '../result.ts';
import { connectReason } from './smtp.ts';

export interface Control {
  readonly port25: Port25;
  /** How the control connections failed, where port 25 is blocked. */
  readonly failures: ReadonlySet<ReasonCode>;
}

export const NO_CONTROL: Control = { port25: 'unknown', failures: new Set() };

/** @throws only the reason of the signal */
export async function controlProbe(domains: readonly string[], env: Env): Promise<Control> {
  const tried = await Promise.all(domains.map((domain) => tryDomain(domain, env)));
  if (tried.includes('open')) return { port25: 'open', failures: new Set() };
  const failures = tried.flatMap((one) => (one === 'open' || one === undefined ? [] : [one]));
  // One alone could be down.
  if (failures.length < 2 || failures.length < domains.length) return NO_CONTROL;
  return { port25: 'blocked', failures: new Set(failures) };
}

/** How the connection fails; undefined if it could not even be tried. */
async function tryDomain(domain: string, env: Env): Promise<'open' | ReasonCode | undefined> {
  const selection = await selectMx(domain, env.resolver, env.signal);
  const host = selection.kind === 'hosts' ? selection.hosts[0] : undefined;
  if (!host) return undefined;
  const { addresses } = await hostAddresses(host.name, env.resolver, env.signal);
  // A machine may have a way to one family alone.
  const oneOfEach = [4, 6].flatMap((family) => addresses.find((address) => isIP(address) === family) ?? []);
  const tried = await Promise.all(
    oneOfEach.map((address) => env.turns.connect(address, () => tryAddress(address, env))),
  );
  return tried.includes('open') ? 'open' : tried.find((one) => one !== undefined);
}

async function tryAddress(address: string, env: Env): Promise<'open' | ReasonCode | undefined> {
  // It answered before.
  if (env.turns.isLeftAlone(address)) return 'open';
  const to = destination(address, 25, env);
  if (to.kind === 'refused') return undefined;
  const opened = await openConnection(to.endpoint, env.deadlines.connect, env.signal, transcript());
  if (opened.kind !== 'connected') return connectReason(opened);
  const greeting = await opened.connection.reply(env.deadlines.reply);
  if (greeting.kind === 'reply' && greeting.reply.code === 421) env.turns.leaveAlone(address);
  if (greeting.kind === 'reply') await opened.connection.quit(env.deadlines.quit);
  opened.connection.close();
  // A firewall may take the connection and let it hang: only a greeting shows a mail server.
  return greeting.kind === 'reply' ? 'open' : undefined;
}
