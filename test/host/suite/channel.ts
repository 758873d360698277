/** The suite's end of the channel to the process that runs VS Code. */
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { environment, type Answer, type FromSuite, type SuiteEvent } from '../protocol.mts';

type Call = Extract<FromSuite, { id: number }>['call'];

let socket: Socket | undefined;
let calls = 0;
interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}
const waiting = new Map<number, Waiting>();

function send(message: FromSuite): void {
  socket ??= open();
  socket.write(`${JSON.stringify(message)}\n`);
}

function open(): Socket {
  const connection = connect(Number(process.env[environment.port]), '127.0.0.1');
  createInterface({ input: connection }).on('line', (line) => {
    const { id, value, error } = JSON.parse(line) as Answer;
    if (error === undefined) waiting.get(id)?.resolve(value);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  connection.on('error', fail);
  connection.on('close', () => {
    fail(new Error('the driver has gone'));
  });
  return connection;
}

export function report(event: SuiteEvent): void {
  send({ event });
}

/** Prints a line between the results. */
export function note(text: string): void {
  report({ kind: 'note', text });
}

export function ask(call: Call, args: unknown[]): Promise<unknown> {
  const id = ++calls;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    send(call === 'flush' ? { id, call, args: [] } : { id, call, args });
  });
}
