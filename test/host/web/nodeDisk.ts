import type { Disk } from '../suite/disk.ts';

const none = (): never => {
  throw new Error('a browser has no disk');
};

export const nodeDisk: Disk = { read: none, write: none, remove: none, rename: none };
