import { type Kinship, networkOf } from '../sameClient.ts';
import type { Conclusion, JudgedSession, Released } from '../proof.ts';
import type { CheckSession } from '../session.ts';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { sessionSentence } from './session.ts';
import { marked, SIMULATION } from './simulated.ts';
import { counted, enumerated } from '../../output/words.ts';

/** What a whole run says about a setting: first the verdict, then what it rests on, then what is missing. */
export interface ConclusionWords {
  readonly verdict: string;
  readonly grounds: readonly string[];
  readonly next: string;
}

export function conclusionWords(conclusion: Conclusion, domain: string): ConclusionWords {
  const { verdict, grounds, next } = wordsOf(conclusion, domain);
  if (conclusion.simulated !== true) return { verdict, grounds, next };
  return { verdict: marked(verdict, conclusion), grounds, next: `${next} ${SIMULATION}` };
}

function wordsOf(conclusion: Conclusion, domain: string): ConclusionWords {
  const name = tlsSettingLabel(conclusion.setting);
  switch (conclusion.level) {
    case 'enforced':
      return {
        verdict: `${nameOrStricter(conclusion)} is enforced for mail to ${domain}.`,
        grounds: conclusion.released.map(releaseSentence),
        next: `${testedSentence(conclusion.released)} This result is for this domain, for the settings of the org at that time, and for the route of this mail. Other domains may not be on the list, and other mail may go through a relay.`,
      };
    case 'not-enforced':
      return {
        verdict: `${name} is not enforced for mail to ${domain}.`,
        grounds: [judgedSentence(conclusion.by)],
        next: 'Check that the org itself sent this message, and not another product or an email relay. Then check in Setup that the setting is saved, and that the domain list, if there is one, contains this domain.',
      };
    case 'likely':
      return {
        verdict: `There are signs, but no proof, that ${nameOrStricter(conclusion)} is enforced for mail to ${domain}.`,
        grounds: [attemptsSentence(conclusion.attempts, conclusion.kinship)],
        next: LIKELY[conclusion.why],
      };
    case 'open':
      return {
        verdict: `This check did not show whether ${name} is enforced for mail to ${domain}.`,
        grounds: openGrounds(conclusion),
        next: OPEN[conclusion.why],
      };
  }
}

function openGrounds(conclusion: Conclusion & { readonly level: 'open' }): readonly string[] {
  if (conclusion.why === 'old-tls') return [judgedSentence(conclusion.by)];
  const { attempts, why } = conclusion;
  if (attempts.length === 0) return [];
  return [attemptsSentence(attempts, why === 'name-only' ? 'name' : undefined)];
}

const judgedSentence = ({ session, verdict }: JudgedSession): string =>
  `Session ${session.number}, ${isoSecond(session.startedAt)}: ${sessionSentence(session, verdict)}`;

/** One kind of fault says nothing about another. */
function testedSentence(released: readonly Released[]): string {
  const abouts = [...new Set(released.map(({ address }) => address.mode.about))];
  const servers = abouts.map((about, index) => `${index === 0 ? 'a server' : 'one'} that ${about}`);
  return `This proof tested ${enumerated(servers)}. It did not test other TLS faults.`;
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
    'The server never had the TLS fault for which the setting withholds mail: in a proof, because test mail did not arrive first. Check the MX record, the firewall, and the Email Log. Clients that saw an invalid certificate and left are consistent with Preferred Verify and Required Verify: to prove Required Verify, use --prove RequiredVerify with --cert.',
  'no-session':
    'No client saw the TLS fault and left without MAIL FROM. That proves nothing: mail may be delayed, or may not reach this server. Check the MX record, the firewall, and the Email Log.',
  strangers: 'Nothing connects the clients that left with a sender of test mail: --prove lets mail arrive first.',
  'name-only':
    'The clients came from other networks than the mail, so only their name connects them, and any client can claim a name. --prove shows whether the same message arrives once the server has TLS that the setting accepts.',
  'old-tls':
    'Whether mail arrives without any TLS was not shown: --prove tests that, with a server that offers no STARTTLS.',
};

function releaseSentence({ address, message, attempts, kinship }: Released): string {
  const starts = attempts.map(({ startedAt }) => startedAt);
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  return (
    `Test address ${address.number} was generated at ${isoSecond(address.givenAt)}, for a server that ${address.mode.about}. ` +
    `Clients left ${counted(attempts.length, 'time')} without MAIL FROM (${isoSecond(first)} to ${isoSecond(last)}): ${whence(kinship, attempts)}. ` +
    `Then the server changed only its TLS, and mail for that test address arrived with ${message.tls?.protocol ?? 'TLS'} from ${message.address} at ${isoSecond(message.startedAt)}.`
  );
}

function attemptsSentence(attempts: readonly CheckSession[], kinship: Kinship | undefined): string {
  const [first] = attempts;
  const since = first ? `, the first at ${isoSecond(first.startedAt)}` : '';
  const from = kinship ? `: ${whence(kinship, attempts)}` : '';
  return `Clients left ${counted(attempts.length, 'time')} without MAIL FROM${since}${from}.`;
}

/** What the clients that left have in common with the senders of test mail, whichever of their messages it was. */
function whence(kinship: Kinship, attempts: readonly CheckSession[]): string {
  const distinct = (of: (address: string) => string): string =>
    enumerated([...new Set(attempts.map(({ address }) => of(address)))]);
  switch (kinship) {
    case 'address':
      return `from ${distinct((address) => address)}, where test mail came from too`;
    case 'network':
      return `from the network ${distinct(networkOf)}, where test mail came from too`;
    case 'name':
      return 'at least one of them has only a name in common with a sender of test mail';
  }
}

/** A proof is read on another day, in another place. */
export const isoSecond = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
