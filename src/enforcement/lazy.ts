import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEnforcement = (): Promise<typeof bundle> => import('./bundle.ts');
