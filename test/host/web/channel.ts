/** The suite's end of the channel in a browser, which has no sockets: one POST a message. */
import { environment, type Answer, type FromSuite, type SuiteEvent } from '../protocol.mts';

type Call = Extract<FromSuite, { id: number }>['call'];

let calls = 0;
/** Events arrive in their order. */
let reported: Promise<unknown> = Promise.resolve();

async function post(message: FromSuite): Promise<Answer | undefined> {
  const url = `http://127.0.0.1:${process.env[environment.port] ?? ''}/channel`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(message) });
  const text = await response.text();
  return text === '' ? undefined : (JSON.parse(text) as Answer);
}

export function report(event: SuiteEvent): void {
  reported = reported.then(() => post({ event }));
}

/** Prints a line between the results. */
export function note(text: string): void {
  report({ kind: 'note', text });
}

export async function ask(call: Call, args: unknown[]): Promise<unknown> {
  await reported;
  const id = ++calls;
  const answer = await post(call === 'flush' ? { id, call, args: [] } : { id, call, args });
  if (answer?.error !== undefined) throw new Error(answer.error);
  return answer?.value;
}
