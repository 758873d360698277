/** The last of its scenario: what all the others did has stayed here. */
import assert from 'node:assert/strict';
import { itWithDriver, requestsOutside } from './driver.ts';
import { untilEqual } from './support.ts';

describe('the network', () => {
  itWithDriver('was asked for nothing from outside', async () => {
    assert.deepEqual(await requestsOutside(), []);
  });

  itWithDriver('would have been seen to be asked, by the extension host as well', async () => {
    const outside = 'https://outside.example/';
    await fetch(outside).catch(() => undefined);
    await untilEqual(requestsOutside, [outside]);
  });
});
