import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadPreflightReportHtml = (): Promise<typeof bundle> => import('./bundle.ts');
