import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckEvent, SimulatedCell } from '../../src/enforcement/event.ts';
import { MODE_NAMES, type ModeName } from '../../src/enforcement/server/modes.ts';
import { PLAYERS, playerName } from '../../src/enforcement/server/salesforceSide.ts';
import { simulateModes, simulateProof } from '../../src/enforcement/server/simulation.ts';
import type { OrgTlsSetting } from '../../src/mail/tlsSetting.ts';

/*
 * Real SMTP clients, one for each setting, against the real server in each mode. The table is written down again from
 * the facts about Salesforce, not taken from the source.
 */

let local = 0;
const stage = { now: Date.now, newLocalPart: () => `secret${++local}`, signal: new AbortController().signal };

type Saw = 'clear' | 'tls' | 'left';
const NO_TLS: readonly ModeName[] = ['no-starttls', 'starttls-refused', 'handshake-fails', 'tls-1.1'];
const kindOf = (mode: ModeName): 'none' | 'unverified' | 'verified' =>
  mode === 'good' ? 'verified' : NO_TLS.includes(mode) ? 'none' : 'unverified';

const EXPECTED: Readonly<Record<string, Readonly<Record<'none' | 'unverified' | 'verified', Saw>>>> = {
  Preferred: { none: 'clear', unverified: 'tls', verified: 'tls' },
  Required: { none: 'left', unverified: 'tls', verified: 'tls' },
  'Preferred Verify as in Help': { none: 'clear', unverified: 'clear', verified: 'tls' },
  'Preferred Verify as in EmailRelay reference': { none: 'clear', unverified: 'left', verified: 'tls' },
  'Required Verify': { none: 'left', unverified: 'left', verified: 'tls' },
};
const OUTCOME = { clear: 'clear', tls: 'tls', left: 'bounce' } as const;

const CONTRADICTED: Readonly<Record<Saw, Readonly<Record<'none' | 'unverified' | 'verified', OrgTlsSetting[]>>>> = {
  clear: {
    none: ['Required', 'RequiredVerify'],
    unverified: ['Required', 'RequiredVerify'],
    verified: ['Required', 'RequiredVerify'],
  },
  tls: { none: [], unverified: ['PreferredVerify', 'RequiredVerify'], verified: [] },
  // Nobody in particular: it contradicts nothing.
  left: { none: [], unverified: [], verified: [] },
};

describe('each setting against each mode', () => {
  let cells: readonly SimulatedCell[];
  beforeAll(async () => {
    cells = await simulateModes(PLAYERS, MODE_NAMES, stage);
  });

  it.each(PLAYERS.flatMap((player) => MODE_NAMES.map((mode) => [playerName(player), mode] as const)))(
    '%s, %s',
    (name, mode) => {
      const cell = cells.find(
        (one) =>
          playerName({ setting: one.setting, ...(one.reading ? { reading: one.reading } : {}) }) === name &&
          one.mode === mode,
      );
      const saw = EXPECTED[name]?.[kindOf(mode)] ?? 'clear';
      const verdicts = cell?.sessions.map(({ verdict }) => verdict) ?? [];
      expect(verdicts.at(-1)).toMatchObject({
        kind: saw === 'left' ? 'withheld' : 'mail',
        outcome: OUTCOME[saw],
        contradicts: CONTRADICTED[saw][kindOf(mode)],
      });
      expect(verdicts.at(-1)?.fits).toContain(cell?.setting);
      expect(cell?.delivery).toMatchObject(
        saw === 'left' ? { kind: 'deferred' } : { kind: 'delivered', tls: saw === 'tls' },
      );
      // No session may ever speak against the setting that is in force.
      for (const { contradicts } of verdicts) expect(contradicts).not.toContain(cell?.setting);
    },
  );
});

describe('the proof', () => {
  const run = async (name: string, setting: 'Required' | 'RequiredVerify') => {
    const player = PLAYERS.find((one) => playerName(one) === name);
    const events: CheckEvent[] = [];
    const [conclusion] = await simulateProof(player ?? { setting: 'Preferred' }, setting, {
      ...stage,
      on: (event) => events.push(event),
    });
    return { conclusion, events };
  };

  it.each([
    ['Required', 'Preferred', 'not-enforced'],
    ['Required', 'Required', 'enforced'],
    ['Required', 'Preferred Verify as in Help', 'not-enforced'],
    // These do not take the self-signed certificate that Required takes: no mail arrives, so nothing is shown.
    ['Required', 'Preferred Verify as in EmailRelay reference', 'open'],
    ['Required', 'Required Verify', 'open'],
    ['RequiredVerify', 'Preferred', 'not-enforced'],
    ['RequiredVerify', 'Required', 'not-enforced'],
    ['RequiredVerify', 'Preferred Verify as in Help', 'not-enforced'],
    ['RequiredVerify', 'Preferred Verify as in EmailRelay reference', 'not-enforced'],
    ['RequiredVerify', 'Required Verify', 'enforced'],
  ] as const)('%s is asked for, %s is in force: %s', async (asked, inForce, level) => {
    const { conclusion } = await run(inForce, asked);
    expect(conclusion).toMatchObject({ setting: asked, level });
  });

  it('goes from mail to no mail to the same mail', async () => {
    const { conclusion, events } = await run('Required Verify', 'RequiredVerify');
    const steps = events.filter((event) => event.kind === 'step');
    expect(steps.map(({ purpose, mode, address }) => [purpose, mode.name, address?.number])).toEqual([
      ['baseline', 'good', 1],
      ['challenge', 'self-signed', 2],
      ['challenge', 'no-starttls', 3],
      ['release', 'good', undefined],
    ]);
    if (conclusion?.level !== 'enforced') throw new Error('not enforced');
    expect(conclusion.released.map(({ address }) => address.number)).toEqual([2, 3]);
    for (const { attempts, message, address, kinship } of conclusion.released) {
      expect(attempts.length).toBeGreaterThanOrEqual(2);
      for (const { startedAt, endedAt } of attempts) {
        expect(startedAt).toBeGreaterThanOrEqual(address.givenAt);
        expect(endedAt).toBeLessThanOrEqual(message.startedAt);
      }
      expect(message.reached).toEqual({ clear: 'nothing', tls: 'message' });
      expect(kinship).toBe('address');
    }
    expect(new Set(steps.flatMap(({ address }) => address?.address ?? [])).size).toBe(3);
  });
});
