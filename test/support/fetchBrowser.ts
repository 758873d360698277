/** Fetches Chromium before the first page is tested: two test files that both fetched it would be in each other's way. */
import { provision } from '../host/provision.mts';

export async function setup(): Promise<void> {
  try {
    await provision();
  } catch (error) {
    // Only the tests that need it may fail for that; they say so themselves.
    console.error(error instanceof Error ? error.message : String(error));
  }
}
