import type * as face from './face.ts';

/** See `face.ts`. */
export const preflightFace = (): Promise<typeof face> => import('./face.ts');
