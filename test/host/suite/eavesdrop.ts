/** What leaves the extension host: every connection and every datagram that code of ours starts. */
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

export interface Eavesdropper {
  /** One line for each call, such as `connect 127.0.0.1:25`. */
  readonly heard: () => readonly string[];
  readonly stop: () => void;
}

/** The extension's files; VS Code itself and this suite talk over sockets as well. */
const OURS = /[/\\]dist[/\\](extension|preflight\w*)\.js/;

/** Extension and suite share one process, and with it the classes behind all of Node's networking. */
export function eavesdrop(): Eavesdropper {
  const heard: string[] = [];
  const undo: (() => void)[] = [];
  const wrap = (owner: object, name: string): void => {
    const real: unknown = Reflect.get(owner, name);
    if (!isFunction(real)) throw new Error(`there is no ${name} to listen to`);
    Reflect.set(owner, name, function (this: unknown, ...args: unknown[]): unknown {
      const stack = new Error().stack ?? '';
      if (OURS.test(stack)) heard.push(`${name} ${JSON.stringify(args, short)}`);
      return real.apply(this, args);
    });
    undo.push(() => Reflect.set(owner, name, real));
  };
  wrap(net.Socket.prototype, 'connect');
  wrap(dgram.Socket.prototype, 'send');
  wrap(dgram.Socket.prototype, 'connect');
  for (const name of ['resolveMx', 'resolve4', 'resolve6', 'resolveTxt', 'resolveCname', 'resolvePtr'])
    wrap(dns.promises.Resolver.prototype, name);
  return {
    heard: () => heard,
    stop: () => {
      for (const one of undo) one();
    },
  };
}

const short = (_: string, value: unknown): unknown =>
  typeof value === 'function' || value instanceof Uint8Array ? undefined : value;

const isFunction = (value: unknown): value is (...args: unknown[]) => unknown => typeof value === 'function';
