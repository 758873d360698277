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
        next: 'It holds for this domain, as the org is set now and as this mail went; other domains may be off the list, and other mail may take a relay.',
      };
    case 'not-enforced':
      return {
        verdict: `${name} is not enforced for mail to ${domain}.`,
        grounds: [
          `Session ${conclusion.by.session.number}, ${isoSecond(conclusion.by.session.startedAt)}: ${sessionSentence(conclusion.by.session, conclusion.by.verdict)}`,
        ],
        next: 'Look in Setup whether the setting is saved, and whether the domain list, if there is one, has this domain.',
      };
    case 'likely':
      return {
        verdict: `${nameOrStricter(conclusion)} is most likely enforced for mail to ${domain}, which is not proved.`,
        grounds: [attemptsSentence(conclusion.attempts, conclusion.kinship)],
        next: LIKELY[conclusion.why],
      };
    case 'open':
      return {
        verdict: `Whether ${name} is enforced for mail to ${domain} was not shown.`,
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
    'Missing is the same message, arriving once the server has TLS that the setting accepts: --prove does that.',
  'name-only':
    'Missing is more than a name: the clients came from other networks than the mail, and any client can claim a name.',
  'few-attempts':
    'Missing is a second try, a minute or more after the first: one may have been broken off by chance, or be followed by mail in clear.',
  'not-all-challenges':
    'Missing is one of two servers: one without TLS, and one whose certificate does not verify. Preferred Verify and Required Verify can be alike at either.',
};

const OPEN: Readonly<Record<(Conclusion & { level: 'open' })['why'], string>> = {
  'no-challenge':
    'The server never behaved so that the setting would withhold mail: in a proof, because test mail did not arrive before. Look at the MX record, the firewall, and the Email Log. Clients that left at a certificate that does not verify fit Required Verify: prove that one, with --cert.',
  'no-session':
    'No client left for lack of TLS. A missing session proves nothing: mail may be waiting, or not find its way. Look at the MX record, the firewall, and the Email Log.',
  strangers: 'Nothing ties the clients that left to a sender of test mail: --prove lets mail arrive first.',
};

function releaseSentence({ address, message, attempts, kinship }: Released): string {
  const tries = attempts.map(({ startedAt }) => startedAt);
  const [first, last] = [Math.min(...tries), Math.max(...tries)];
  return (
    `Test address ${address.number} was made up at ${isoSecond(address.givenAt)}, while the server ${withoutTls(address.mode.serves)}. ` +
    `A client came ${counted(attempts.length, 'time')} (${isoSecond(first)} to ${isoSecond(last)}) and left without MAIL FROM. ` +
    `Then nothing but TLS was changed, and the mail for that address arrived with ${message.tls?.protocol ?? 'TLS'} at ${isoSecond(message.startedAt)}, ${whence(kinship, message)}.`
  );
}

const withoutTls = (serves: string): string =>
  serves === 'none' ? 'had no TLS' : 'had a certificate that does not verify';

function attemptsSentence(attempts: readonly CheckSession[], kinship: Kinship | undefined): string {
  const [first] = attempts;
  const since = first ? `, the first at ${isoSecond(first.startedAt)}` : '';
  const from = first && kinship ? `, ${whence(kinship, first)}` : '';
  return `Clients left ${counted(attempts.length, 'time')} without MAIL FROM${since}${from}.`;
}

function whence(kinship: Kinship, { address }: CheckSession): string {
  switch (kinship) {
    case 'address':
      return `from the same address (${address})`;
    case 'network':
      return `from the same network (${networkOf(address)})`;
    case 'name':
      return 'from a client that calls itself alike';
  }
}

/** A proof is read on another day, in another place. */
export const isoSecond = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
