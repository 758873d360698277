import type * as face from './face.ts';

/** See `face.ts`. */
export const reviewFace = (): Promise<typeof face> => import('./face.ts');
