import path from 'node:path';
import { EXIT, processIo } from './cli/io.ts';
import { main } from './cli/main.ts';

const interruption = new AbortController();
// Once: a second Ctrl-C ends the process at once, whatever it does.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    interruption.abort();
    process.exitCode = EXIT.interrupted;
  });
// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.clean : EXIT.usage);
});

// The bundle lies in `dist/`.
void main(process.argv.slice(2), processIo(path.join(__dirname, '..'), interruption.signal)).then((code) => {
  process.exitCode = code;
});
