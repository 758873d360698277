/**
 * Who may connect when. A run has so many connections at once, and one at a time with an address, whichever host or
 * port it is for: shared hosting has many names on one address. An address that said 421 is left alone until the next
 * run.
 */
import ipaddr from 'ipaddr.js';
import { pause } from './deadline.ts';
import { limiter, sequencer } from './limiter.ts';

export interface Turns {
  /** Runs a task that connects to the address when its turn has come. */
  connect<T>(address: string, task: () => Promise<T>): Promise<T>;
  /** Counts as under way what is not a connection, such as a question to the DNS. */
  during<T>(task: () => Promise<T>): Promise<T>;
  /** Waits so many milliseconds, and then until nothing is under way. @throws the reason of the signal */
  afterAll(ms: number, signal: AbortSignal): Promise<void>;
  leaveAlone(address: string): void;
  isLeftAlone(address: string): boolean;
}

export function turns(most: number): Turns {
  const limited = limiter(most);
  const inSequence = sequencer();
  const leftAlone = new Set<string>();
  const idle: (() => void)[] = [];
  let underWay = 0;
  const wake = (): void => {
    if (underWay === 0) for (const resolve of idle.splice(0)) resolve();
  };
  const during = async <T>(task: () => Promise<T>): Promise<T> => {
    underWay++;
    try {
      return await task();
    } finally {
      underWay--;
      // What ends here may begin the next task at once.
      if (underWay === 0 && idle.length > 0) setImmediate(wake);
    }
  };
  return {
    during,
    connect: (address, task) => during(() => inSequence(keyOf(address), () => limited(task))),
    async afterAll(ms, signal) {
      await pause(ms, signal);
      if (underWay > 0)
        await new Promise<void>((resolve) => {
          idle.push(resolve);
        });
      signal.throwIfAborted();
    },
    leaveAlone: (address) => leftAlone.add(keyOf(address)),
    isLeftAlone: (address) => leftAlone.has(keyOf(address)),
  };
}

/** IPv6 has many notations, and one for each IPv4 address (RFC 4291 §2.5.5.2). */
const keyOf = (address: string): string =>
  ipaddr.isValid(address) ? ipaddr.process(address).toNormalizedString() : address;
