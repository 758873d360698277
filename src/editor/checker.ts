import type * as face from './checkerFace.ts';

/** See `checkerFace.ts`. */
export const checker = (): Promise<typeof face> => import('./checkerFace.ts');
