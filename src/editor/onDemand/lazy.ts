import type * as face from './bundle.ts';

/** See `onDemandFace.ts`. */
export const onDemand = (): Promise<typeof face> => import('./bundle.ts');
