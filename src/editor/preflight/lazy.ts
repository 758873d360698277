import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEditorPreflight = (): Promise<typeof bundle> => import('./bundle.ts');
