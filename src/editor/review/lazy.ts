import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEditorReview = (): Promise<typeof bundle> => import('./bundle.ts');
