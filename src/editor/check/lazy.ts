import type { ReadFolder } from '../projects/folder.ts';
import type * as bundle from './bundle.ts';

/** See `bundle.ts`. */
export const loadEditorCheck = (): Promise<typeof bundle> => import('./bundle.ts');

/** What reads and checks the projects of a folder. */
export const folderReader = async (): Promise<ReadFolder> => (await loadEditorCheck()).projectsOf;
