import { describe, expect, it } from 'vitest';
import {
  domainOutcomes,
  OUTCOME_SETTINGS,
  outcomesOfSeen,
  type Outcome,
  type ServerSeen,
  withOutcome,
} from '../../src/mail/outcome.ts';

/** The outcome table, written out once more by hand. Columns: Off, Preferred, Required, PreferredVerify, RequiredVerify. */
const TABLE: Readonly<Record<ServerSeen, readonly string[]>> = {
  verified: ['clear', 'tls', 'tls', 'tls', 'tls'],
  doubtful: ['clear', 'tls', 'tls', 'bounce clear tls', 'bounce tls'],
  unverified: ['clear', 'tls', 'tls', 'bounce clear', 'bounce'],
  none: ['clear', 'clear', 'bounce', 'clear', 'bounce'],
  deferred: ['clear', 'clear unknown', 'bounce unknown', 'clear unknown', 'bounce unknown'],
  'asks-certificate': ['clear', 'unknown', 'unknown', 'unknown', 'unknown'],
  refuses: ['bounce', 'bounce', 'bounce', 'bounce', 'bounce'],
  unknown: ['unknown', 'unknown', 'unknown', 'unknown', 'unknown'],
};
const ALL = Object.keys(TABLE) as readonly ServerSeen[];

describe('the outcome table', () => {
  for (const seen of ALL)
    it(`one MX host: ${seen}`, () => {
      const found = OUTCOME_SETTINGS.map((setting) => outcomesOfSeen(setting, seen).join(' '));
      expect(found).toEqual(TABLE[seen]);
      expect(OUTCOME_SETTINGS.map((setting) => domainOutcomes([seen])[setting].join(' '))).toEqual(TABLE[seen]);
    });
});

/** Whether something is not known of mail to such a server: written out by hand. */
const isOpen = (seen: ServerSeen, setting: string): boolean =>
  seen === 'unknown' || (setting !== 'Off' && ['deferred', 'asks-certificate'].includes(seen));

describe('a domain', () => {
  const required = (...seen: ServerSeen[]): readonly Outcome[] => domainOutcomes(seen).Required;

  it('has the outcomes of all its hosts', () => {
    expect(required('verified', 'none')).toEqual(['bounce', 'tls']);
    expect(required('verified', 'unverified')).toEqual(['tls']);
    expect(domainOutcomes(['verified', 'unverified']).RequiredVerify).toEqual(['bounce', 'tls']);
  });

  it('passes over a host that takes no mail while there is another', () => {
    expect(required('refuses', 'verified')).toEqual(['tls']);
    expect(required('refuses', 'refuses')).toEqual(['bounce']);
  });

  it('is unknown where nothing was seen', () => {
    expect(required()).toEqual(['unknown']);
  });

  it('keeps "unknown" beside whatever else is seen, and never gets it from anything else', () => {
    for (const one of ALL)
      for (const other of ALL) {
        const outcomes = domainOutcomes([one, other]);
        for (const setting of OUTCOME_SETTINGS)
          expect(outcomes[setting].includes('unknown'), `${one}, ${other}, ${setting}`).toBe(
            isOpen(one, setting) || isOpen(other, setting),
          );
      }
  });

  it('can get a further outcome', () => {
    expect(withOutcome(domainOutcomes(['verified']), 'bounce').Required).toEqual(['bounce', 'tls']);
  });
});
