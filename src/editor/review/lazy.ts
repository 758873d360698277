import type * as face from './bundle.ts';

/** See `face.ts`. */
export const reviewFace = (): Promise<typeof face> => import('./bundle.ts');
