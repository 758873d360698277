import { namedPhrase, phrase, sentenceOf, opening, type Phrase } from '../text/words.ts';
import type { MailTarget } from './outcome.ts';
import { reasonClause, type Clause, type ReasonCode } from './reasonCode.ts';

/** `The server does not offer STARTTLS.` */
export const reasonSentence = (code: ReasonCode, target: MailTarget): string => sentenceOf(reasonPhrase(code, target));

/** `the server does not offer STARTTLS` */
export const reasonPhrase = (code: ReasonCode, target: MailTarget): Phrase => plain(reasonClause(code, target));

/** `mx.acme.example does not offer STARTTLS`, where there are several hosts. */
export function reasonAtHost(code: ReasonCode, target: MailTarget, host: string): Phrase {
  const clause = reasonClause(code, target);
  switch (clause.about) {
    case 'host':
      return namedPhrase(`${host} ${clause.says}`);
    case 'certificate':
      return phrase(`${clause.subject} of ${host} ${clause.says}`);
    case 'else':
      return namedPhrase(`${host}: ${opening(plain(clause))}`);
  }
}

/** `it has expired`: after another reason and "and". Only what that one is about is called "it". */
export function furtherReason(code: ReasonCode, target: MailTarget, first: ReasonCode): string {
  const clause = reasonClause(code, target);
  const isSame = clause.subject === reasonClause(first, target).subject;
  return isSame ? `it ${clause.says}` : plain(clause).words;
}

const plain = ({ subject, says }: Clause): Phrase => phrase(`${subject} ${says}`);
