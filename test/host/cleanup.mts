/** Whatever ends this process, nothing it started stays behind: no process, no temporary folder. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const processes = new Set<ChildProcess>();
const folders = new Set<string>();

/** Starts a process as the leader of a group of its own, so that its children can be ended with it. */
export function startProcess(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  processes.add(child);
  return child;
}

export function stopProcess(child: ChildProcess): void {
  processes.delete(child);
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-host-'));
  removeAtExit(folder);
  return folder;
}

export function removeAtExit(folder: string): void {
  folders.add(folder);
}

export function removeFolder(folder: string): void {
  folders.delete(folder);
  // A process that was just killed may still be closing its last file.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

process.once('exit', () => {
  for (const child of processes) stopProcess(child);
  for (const folder of folders) {
    try {
      removeFolder(folder);
    } catch (error) {
      console.error(`could not remove ${folder}: ${String(error)}`);
    }
  }
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.once(signal, () => process.exit(code));
}
