/** No API tells what a status item shows: the window does. */
import { hoverElement, itWithDriver, waitForText } from './driver.ts';
import { closeAll, listProject, RECORD, recordJson, setText, SETTINGS, show, type TestProject } from './support.ts';

describe('the status of a project', () => {
  let project: TestProject;

  before(async () => {
    project = await listProject('status', 'RequiredVerify', 'example.com', 'example.org');
  });

  afterEach(closeAll);

  after(() => project.remove());

  async function shows(text: string): Promise<void> {
    // The hover stays as it was: it has to be opened again.
    await hoverElement('.part.titlebar');
    await hoverElement('[id="status.languageStatus"]');
    await waitForText(text);
  }

  itWithDriver('is what the record says', async () => {
    await show(project.uri(SETTINGS));
    await shows('TLS: Required Verify, 2 domains');
    await waitForText('Open record');
  });

  itWithDriver('follows the record as it is typed', async () => {
    const editor = await show(project.uri(RECORD));
    await setText(editor, recordJson('Preferred'));
    await shows('TLS: Preferred, no domains');
    await setText(editor, '{}\n');
    await shows('TLS setting not recorded');
  });
});
