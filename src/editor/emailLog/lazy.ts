import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEditorEmailLog = (): Promise<typeof bundle> => import('./bundle.ts');
