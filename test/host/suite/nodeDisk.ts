import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Disk } from './disk.ts';

export const nodeDisk: Disk = {
  read: ({ fsPath }) => (existsSync(fsPath) ? readFileSync(fsPath) : undefined),
  write: async ({ fsPath }, content) => {
    await mkdir(path.dirname(fsPath), { recursive: true });
    await writeFile(fsPath, content);
  },
  remove: ({ fsPath }) => rm(fsPath, { recursive: true, force: true }),
  rename: (from, to) => rename(from.fsPath, to.fsPath),
};
