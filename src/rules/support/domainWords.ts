import type { DomainUse } from '../../project/domains/domainUses.ts';
import type { Side } from '../../project/routing/filterMatch.ts';
import type { DomainFault } from '../../mail/domain.ts';

/** What a fault of an entry does to mail, as the beginning of a sentence. */
export function missed(use: DomainUse): string {
  switch (use.kind) {
    case 'tls':
      return 'Mail that this entry is meant for may not get the TLS setting';
    case 'filter':
      return 'Mail that this entry is meant for may not be taken by the filter';
    case 'host':
      return 'Mail may not get to this relay';
  }
}

/** `mail to`, of filters by their sender `mail from` */
export const mailAt = (use: DomainUse): string => `mail ${use.kind === 'filter' ? use.side : 'to'}`;

export const FIELD = { from: 'FromDomain', to: 'ToDomain' } as const satisfies Record<Side, string>;

/** A filter that is not active takes no mail, so nothing is wrong with what it takes. */
export const takesNothing = (use: DomainUse): boolean => use.kind === 'filter' && use.filter.active === false;

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Why a text is no domain, and what to write instead; without a full stop. */
export const faultText = (fault: DomainFault): string =>
  fault === 'empty' ? 'There is nothing in it' : REASONS[fault];

export const REASONS: Readonly<Record<Exclude<DomainFault, 'empty'>, string>> = {
  address: 'This is an email address; enter what stands behind the @',
  url: 'This is a URL; enter the domain alone',
  port: 'There is a port; enter the domain alone',
  path: 'There is a path; enter the domain alone',
  blank: 'There is a blank inside',
  separator: 'There are several domains; Salesforce separates them with commas',
  'leading-dot': 'It begins with a dot; enter example.com for the domain, *.example.com for its subdomains',
  'empty-label': 'Two dots stand side by side',
  'label-length': 'A part between two dots is longer than 63 characters',
  'label-characters': 'A part is not made of letters, digits and inner hyphens alone',
  length: 'It is longer than 253 characters',
  numeric: 'The last part is a number, which no domain has',
};
