import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadPreflightProbe = (): Promise<typeof bundle> => import('./bundle.ts');
