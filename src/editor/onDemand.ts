import type * as face from './onDemandFace.ts';

/** See `onDemandFace.ts`. */
export const onDemand = (): Promise<typeof face> => import('./onDemandFace.ts');
