/** No API tells what a status item shows: the window does. */
import { hoverElement, itWithDriver, waitForText } from './driver.ts';
import { listProject, RECORD, recordJson, setText, SETTINGS, show, useProject } from './support.ts';

describe('the status of a project', () => {
  const project = useProject(() => listProject('status', 'RequiredVerify', 'example.com', 'example.org'));

  async function shows(text: string): Promise<void> {
    // The hover stays as it was: it has to be opened again.
    await hoverElement('.part.titlebar');
    await hoverElement('[id="status.languageStatus"]');
    await waitForText(text);
  }

  itWithDriver('is what the record says', async () => {
    await show(project.uri(SETTINGS));
    await shows('TLS: Required Verify, 2 domains');
    await waitForText('Open deliverability file');
  });

  itWithDriver('follows the record as it is typed', async () => {
    const editor = await show(project.uri(RECORD));
    await setText(editor, recordJson('Preferred'));
    await shows('TLS: Preferred, no domains');
    await setText(editor, '{}\n');
    await shows('TLS setting not known');
  });
});
