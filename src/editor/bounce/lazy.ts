import type * as face from './bundle.ts';

/** See `bounceFace.ts`. */
export const bounceFace = (): Promise<typeof face> => import('./bundle.ts');
