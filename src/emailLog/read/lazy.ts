import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEmailLogRead = (): Promise<typeof bundle> => import('./bundle.ts');
