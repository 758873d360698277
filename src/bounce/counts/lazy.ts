import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadBounceCounts = (): Promise<typeof bundle> => import('./bundle.ts');
