import { type Kinship, networkOf } from '../sameClient.ts';
import type { Conclusion, Released } from '../proof.ts';
import type { CheckSession } from '../session.ts';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { sessionSentence } from './session.ts';
import { counted } from '../../output/words.ts';

/** What a whole run says about a setting: first the verdict, then what it rests on, then what is missing. */
export interface ConclusionWords {
  readonly verdict: string;
  readonly grounds: readonly string[];
  readonly next: string;
}

export function conclusionWords(conclusion: Conclusion, domain: string): ConclusionWords {
  const name = tlsSettingLabel(conclusion.setting);
  switch (conclusion.level) {
    case 'enforced':
      return {
        verdict: `${nameOrStricter(conclusion)} is enforced for mail to ${domain}.`,
        grounds: conclusion.released.map(releaseSentence),
        next: 'This result is for this domain, the current settings of the org, and the route of this mail. Other domains may not be on the list, and other mail may go through a relay.',
      };
    case 'not-enforced':
      return {
        verdict: `${name} is not enforced for mail to ${domain}.`,
        grounds: [
          `Session ${conclusion.by.session.number}, ${isoSecond(conclusion.by.session.startedAt)}: ${sessionSentence(conclusion.by.session, conclusion.by.verdict)}`,
        ],
        next: 'Check in Setup that the setting is saved, and that the domain list, if there is one, contains this domain.',
      };
    case 'likely':
      return {
        verdict: `${nameOrStricter(conclusion)} is most likely enforced for mail to ${domain}, but not proved.`,
        grounds: [attemptsSentence(conclusion.attempts, conclusion.kinship)],
        next: LIKELY[conclusion.why],
      };
    case 'open':
      return {
        verdict: `This check did not show whether ${name} is enforced for mail to ${domain}.`,
        grounds: conclusion.attempts.length === 0 ? [] : [attemptsSentence(conclusion.attempts, undefined)],
        next: OPEN[conclusion.why],
      };
  }
}

/** Where there is no TLS, RequiredVerify withholds mail as Required does; only a bad certificate parts them. */
function nameOrStricter(conclusion: Conclusion): string {
  const { setting } = conclusion;
  const parted =
    setting === 'RequiredVerify' ||
    (conclusion.level === 'enforced' &&
      conclusion.released.some(({ message }) => message.mode.serves === 'unverified'));
  return parted ? tlsSettingLabel(setting) : 'Required or Required Verify';
}

const LIKELY: Readonly<Record<(Conclusion & { level: 'likely' })['why'], string>> = {
  'not-released':
    'The check did not see the same message arrive after the server got TLS that the setting accepts: --prove does that.',
  'name-only':
    'The clients came from other networks than the mail, so only their name connects them, and any client can claim a name.',
  'few-attempts':
    'A second try, a minute or more after the first, is missing: the first try may fail by chance, or the client may send the mail unencrypted on the second try.',
  'not-all-challenges':
    'One of two servers is missing: one without TLS, and one without a valid certificate. Only both together distinguish Preferred Verify from Required Verify.',
};

const OPEN: Readonly<Record<(Conclusion & { level: 'open' })['why'], string>> = {
  'no-challenge':
    'The server never had the TLS fault for which the setting withholds mail: in a proof, because test mail did not arrive first. Check the MX record, the firewall, and the Email Log. Clients that left because of an invalid certificate are consistent with Required Verify: prove that setting, with --cert.',
  'no-session':
    'No client left because TLS was missing. No connection proves nothing: mail may be delayed, or may not reach this server. Check the MX record, the firewall, and the Email Log.',
  strangers: 'Nothing connects the clients that left with a sender of test mail: --prove lets mail arrive first.',
};

function releaseSentence({ address, message, attempts, kinship }: Released): string {
  const tries = attempts.map(({ startedAt }) => startedAt);
  const [first, last] = [Math.min(...tries), Math.max(...tries)];
  return (
    `Test address ${address.number} was generated at ${isoSecond(address.givenAt)}, while the server ${withoutTls(address.mode.serves)}. ` +
    `A client came ${counted(attempts.length, 'time')} (${isoSecond(first)} to ${isoSecond(last)}) and left without MAIL FROM. ` +
    `Then only TLS was changed, and the mail for that test address arrived with ${message.tls?.protocol ?? 'TLS'} at ${isoSecond(message.startedAt)}, ${whence(kinship, message)}.`
  );
}

const withoutTls = (serves: string): string => (serves === 'none' ? 'had no TLS' : 'had an invalid certificate');

function attemptsSentence(attempts: readonly CheckSession[], kinship: Kinship | undefined): string {
  const [first] = attempts;
  const since = first ? `, the first at ${isoSecond(first.startedAt)}` : '';
  const from = first && kinship ? `, ${whence(kinship, first)}` : '';
  return `Clients left ${counted(attempts.length, 'time')} without MAIL FROM${since}${from}.`;
}

function whence(kinship: Kinship, { address }: CheckSession): string {
  switch (kinship) {
    case 'address':
      return `from the same IP address (${address})`;
    case 'network':
      return `from the same network (${networkOf(address)})`;
    case 'name':
      return 'from a client with a similar name';
  }
}

/** A proof is read on another day, in another place. */
export const isoSecond = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
