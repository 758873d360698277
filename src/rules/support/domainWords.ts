import type { DomainUse } from '../../project/domains/domainUses.ts';
import type { Side } from '../../project/routing/filterMatch.ts';
import type { DomainFault } from '../../mail/domain.ts';
import { phrase, type Phrase } from '../../text/words.ts';

/** What a fault of an entry does to mail, as the beginning of a sentence. */
export function missed(use: DomainUse): string {
  switch (use.kind) {
    case 'tls':
      return 'Mail that this entry is meant for may not get the TLS setting';
    case 'filter':
      return 'The filter may not match the mail that this entry is meant for';
    case 'host':
      return 'Mail may not reach this relay';
  }
}

/** `mail to`, of filters by their sender `mail from` */
export const mailAt = (use: DomainUse): string => `mail ${use.kind === 'filter' ? use.side : 'to'}`;

export const FIELD = { from: 'FromDomain', to: 'ToDomain' } as const satisfies Record<Side, string>;

/** A filter that is not active takes no mail, so nothing is wrong with what it takes. */
export const takesNothing = (use: DomainUse): boolean => use.kind === 'filter' && use.filter.active === false;

/** Why a text is no domain, and what to write instead. */
export const faultWords = (fault: DomainFault): Phrase => phrase(FAULTS[fault]);

const FAULTS: Readonly<Record<DomainFault, string>> = {
  empty: 'there is nothing in it',
  address: 'this is an email address; enter only the part after the @',
  url: 'this is a URL; enter only the domain',
  port: 'it contains a port; enter only the domain',
  path: 'it contains a path; enter only the domain',
  blank: 'it contains a space',
  separator: 'it contains several domains; separate them with commas',
  'leading-dot': 'it begins with a dot; enter example.com for the domain, *.example.com for its subdomains',
  'empty-label': 'it contains two dots in a row',
  'label-length': 'a part between two dots is longer than 63 characters',
  'label-characters': 'only letters, digits and hyphens are allowed, and no hyphen at either end of a part',
  length: 'it is longer than 253 characters',
  numeric: 'the last part is a number, and no domain ends in a number',
};
