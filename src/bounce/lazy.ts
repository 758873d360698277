import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadBounce = (): Promise<typeof bundle> => import('./bundle.ts');
