import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEditorPreflightPanel = (): Promise<typeof bundle> => import('./bundle.ts');
