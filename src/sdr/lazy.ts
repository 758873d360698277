import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadSdr = (): Promise<typeof bundle> => import('./bundle.ts');
