import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEmailLogReport = (): Promise<typeof bundle> => import('./bundle.ts');
