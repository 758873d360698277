import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEditorBounce = (): Promise<typeof bundle> => import('./bundle.ts');
