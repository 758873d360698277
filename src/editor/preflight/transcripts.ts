import type { Registration } from '../files.ts';
import { registerReadOnlyFiles } from '../readOnlyFiles.ts';
import type { Results } from './results.ts';

/** The dialogue with a mail server as a document. */
export const TRANSCRIPT_SCHEME = 'sf-deliverability-transcript';

export const registerTranscripts = (results: Results): Registration[] =>
  registerReadOnlyFiles(
    TRANSCRIPT_SCHEME,
    async ({ query }) => {
      // After a restart a document may be asked for before the results are read.
      await results.settled();
      const { dialogueDocument } = await import('./panelHost.ts');
      return dialogueDocument(query, results);
    },
    results.onDidChange,
  );
