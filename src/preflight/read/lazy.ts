import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadPreflightRead = (): Promise<typeof bundle> => import('./bundle.ts');
