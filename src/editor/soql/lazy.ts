import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEditorSoql = (): Promise<typeof bundle> => import('./bundle.ts');
