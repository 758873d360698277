import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEditorOnDemand = (): Promise<typeof bundle> => import('./bundle.ts');
