import type { DomainUse } from '../project/domainUses.ts';
import type { Side } from '../project/filterMatch.ts';

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
