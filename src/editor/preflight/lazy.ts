import type * as face from './bundle.ts';

/** See `face.ts`. */
export const preflightFace = (): Promise<typeof face> => import('./bundle.ts');
