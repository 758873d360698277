import type { OrgTlsSetting } from '../mail/tlsSetting.ts';
import type { Kinship } from './sameClient.ts';
import type { Conclusion, ProvableSetting } from './proof.ts';
import type { CheckSession, ModeFacts, TestAddress } from './session.ts';
import type { SessionVerdict } from './verdict.ts';

/** Why connections were turned away before a word was said. */
export type Refusal =
  | 'too-many'
  | 'too-many-from-network'
  | 'too-many-from-address'
  | 'too-fast'
  | 'too-fast-from-network'
  | 'too-fast-from-address'
  | 'overflow';
export type Refusals = Readonly<Partial<Record<Refusal, number>>>;

/** What a step of a proof is for: mail gets here; mail is withheld; the withheld mail comes. */
export type Purpose = 'baseline' | 'challenge' | 'release';

/**
 * What an enforcement check reports, in the order in which it happens. `at`: milliseconds since 1970. `simulated`: the
 * check itself played the sender; absent in a check of an org.
 */
export type CheckEvent = { readonly at: number; readonly simulated?: true } & (
  | {
      readonly kind: 'start';
      readonly hostname: string;
      /** Reachable from elsewhere. */
      readonly open: boolean;
      readonly listeners: readonly { readonly host: string; readonly port: number; readonly mode: ModeFacts }[];
      /** Where test mail goes; absent in a proof, whose steps name theirs. */
      readonly address: TestAddress | undefined;
      readonly proves: ProvableSetting | undefined;
    }
  | {
      readonly kind: 'step';
      readonly number: number;
      readonly of: number;
      readonly purpose: Purpose;
      readonly setting: ProvableSetting;
      readonly mode: ModeFacts;
      /** A fresh address; in a release, none: what was withheld is awaited. */
      readonly address: TestAddress | undefined;
    }
  | {
      readonly kind: 'session';
      readonly session: CheckSession;
      readonly verdict: SessionVerdict;
      /** With a client that has brought mail for us. */
      readonly kinship: Kinship | undefined;
    }
  | { readonly kind: 'refused'; readonly counts: Refusals }
  | {
      readonly kind: 'summary';
      readonly startedAt: number;
      readonly endedFor: CheckEnd;
      readonly sessions: Readonly<Record<SessionVerdict['kind'], number>>;
      readonly refused: Refusals;
      readonly conclusions: readonly Conclusion[];
    }
);

/** What one player of Salesforce's side did at one mode, and what the server made of it. */
export interface SimulatedCell {
  readonly setting: OrgTlsSetting;
  /** Which of the documents that disagree it follows. */
  readonly reading: 'Help' | 'EmailRelay reference' | undefined;
  readonly mode: string;
  readonly delivery:
    { readonly kind: 'delivered'; readonly tls: boolean } | { readonly kind: 'deferred'; readonly text: string };
  readonly sessions: readonly { readonly session: CheckSession; readonly verdict: SessionVerdict }[];
}

/** `done`: the proof is complete, or the one session that was asked for came. */
export type CheckEnd = 'done' | 'time' | 'interrupted';
