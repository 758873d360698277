// The tour of `npm start`: each command as one would type it, then what it says.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { styleText } from 'node:util';

const ROOT = path.join(import.meta.dirname, '..');

const TOUR = [
  'check samples/acme --fail-on never',
  // The lab plays the sample's domains, so that nobody's mail servers are asked.
  'preflight --lab --project samples/acme shop.acme.example --fail-on never',
];

for (const command of TOUR) {
  console.log(styleText('bold', `$ sf-deliverability ${command}`));
  const { status } = spawnSync(process.execPath, [path.join(ROOT, 'dist/cli.js'), ...command.split(' ')], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  console.log();
  if (status !== 0) process.exit(status ?? 1);
}
