import type * as face from './bounceFace.ts';

/** See `bounceFace.ts`. */
export const bounceFace = (): Promise<typeof face> => import('./bounceFace.ts');
