/** A mail world on loopback instead of the network, for the extension under test. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Lab, type LabOptions, startLab } from '../../../src/lab/lab.ts';
import type { PreflightOptions } from '../../../src/preflight/probe/options.ts';
import type { NetworkApi } from '../../../src/extension.ts';
import { api, EXTENSION_ID } from './support.ts';

/** Nothing in the lab takes long but what is meant to. */
const DEADLINES = { dns: 2000, connect: 2000, banner: 4000, reply: 2000, handshake: 2000, quit: 500, policy: 2000 };

export const labOptions = (lab: Lab): PreflightOptions => ({
  resolver: lab.resolver,
  ca: [lab.ca],
  route: lab.route,
  controlDomains: lab.controls,
  deadlines: DEADLINES,
});

/** Starts a lab and leads the extension into it. */
export async function useLab(options: LabOptions = {}): Promise<Lab> {
  const lab = await startLab(options);
  await useNetwork(labOptions(lab));
  return lab;
}

export async function useNetwork(options: PreflightOptions): Promise<void> {
  const { useNetwork: use } = (await api()) as NetworkApi;
  assert.ok(use, `${EXTENSION_ID} does not run as one under test`);
  use(options);
}

export const clearResults = (): Thenable<unknown> =>
  vscode.commands.executeCommand('sfDeliverability.clearPreflightCache');
