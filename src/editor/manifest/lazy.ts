import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEditorManifest = (): Promise<typeof bundle> => import('./bundle.ts');
