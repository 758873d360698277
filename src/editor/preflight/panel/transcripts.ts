import type { Registration } from '../../projects/documents.ts';
import { registerReadOnlyFiles } from '../../readOnlyFiles.ts';
import type { Results } from '../results.ts';
import { loadEditorPreflightPanel } from './lazy.ts';
import { TRANSCRIPT_SCHEME } from './view.ts';

export const registerTranscripts = (results: Results): Registration[] =>
  registerReadOnlyFiles(
    TRANSCRIPT_SCHEME,
    async ({ query }) => {
      // After a restart a document may be asked for before the results are read.
      await results.settled();
      const { dialogueDocument } = await loadEditorPreflightPanel();
      return dialogueDocument(query, results);
    },
    results.onDidChange,
  );
