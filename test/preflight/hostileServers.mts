/**
 * Mail servers that mean harm, in a process of their own so that their memory is not counted with ours.
 * Prints the ports as JSON, in the order of `KINDS`, and ends with its parent.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');
const LINES = Buffer.from('250-and so on\r\n'.repeat(5000));
const GREETING = '220 mx.test\r\n';
const OFFER = '250-mx.test\r\n250 STARTTLS\r\n';
/** A TLS record header that promises 16 KiB of handshake, again and again. */
const RECORD = Buffer.concat([Buffer.from([0x16, 0x03, 0x03, 0x40, 0x00]), Buffer.alloc(0x4000, 0x0b)]);

/** Sends without an end, as fast as the client reads. */
function pour(socket: Socket, chunk: Buffer): void {
  const more = (): void => {
    if (!socket.writable) return;
    socket.write(chunk, more);
  };
  more();
}

function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20);
  socket.once('close', () => {
    clearInterval(timer);
  });
}

const greetThen =
  (command: string, act: (socket: Socket) => void) =>
  (socket: Socket): void => {
    socket.write(GREETING);
    socket.on('data', (data) => {
      const said = data.toString('latin1');
      if (said.startsWith(command)) act(socket);
      else if (said.startsWith('EHLO')) socket.write(OFFER);
    });
  };

const KINDS: readonly ((socket: Socket) => void)[] = [
  (socket) => {
    pour(socket, LINES);
  },
  (socket) => {
    pour(socket, MEGABYTE);
  },
  (socket) => {
    drip(socket, 'x');
  },
  () => undefined,
  greetThen('EHLO', (socket) => {
    pour(socket, LINES);
  }),
  greetThen('EHLO', (socket) => {
    drip(socket, '250-slow\r\n');
  }),
  greetThen('STARTTLS', (socket) => {
    socket.write('220 go\r\n');
    pour(socket, RECORD);
  }),
  greetThen('STARTTLS', (socket) => {
    socket.write(Buffer.concat([Buffer.from('220 go\r\n'), MEGABYTE]));
    pour(socket, MEGABYTE);
  }),
];

const ports = await Promise.all(
  KINDS.map(
    (act) =>
      new Promise<number>((resolve) => {
        const server = createServer((socket) => {
          socket.on('error', () => socket.destroy());
          act(socket);
        });
        server.listen(0, '127.0.0.1', () => {
          resolve((server.address() as AddressInfo).port);
        });
      }),
  ),
);
process.stdout.write(`${JSON.stringify(ports)}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit());
