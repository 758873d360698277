/*
 * Queries for what Salesforce writes down about bounces. Field names: Object Reference (Contact, Lead, Account,
 * EmailMessage, EmailMessageRelation, ListEmail). None of these fields holds the result of TLS.
 */

export interface BounceQuery {
  /** Also the name of the file, without its ending. */
  readonly name: string;
  /** First API version that has all of its fields, where that is documented. */
  readonly since?: number;
  /** One line: what the result tells. */
  readonly tells: string;
  /** One line: what it does not tell, or where it fails. */
  readonly trap: string;
  readonly soql: string;
}

/** A name that `bounce --csv` takes for a count of records. */
const COUNT_ALIAS = 'bouncedRecords';

const QUERIES: readonly BounceQuery[] = [
  {
    name: 'bounced-contacts',
    tells: 'Contacts with a bounced address, the latest first, with the reply of the server.',
    trap: 'TLS failures are not among them: a record is marked only for "user unknown" answers. Without bounce management nothing is marked.',
    soql: `SELECT Id, Name, Email, EmailBouncedDate, EmailBouncedReason, IsEmailBounced, Account.Name
FROM Contact
WHERE IsEmailBounced = true
ORDER BY EmailBouncedDate DESC NULLS LAST`,
  },
  {
    name: 'soft-bounced-contacts',
    tells: 'Contacts whose last mail bounced softly: marked, but without a date and a reason.',
    trap: 'That an empty date means a soft bounce follows from the field descriptions; no document says it outright.',
    soql: `SELECT Id, Name, Email, IsEmailBounced
FROM Contact
WHERE IsEmailBounced = true AND EmailBouncedDate = null`,
  },
  {
    name: 'bounced-leads',
    tells: 'Leads that are not converted, with a bounced address and the reply of the server.',
    trap: 'Lead has no IsEmailBounced: soft bounces of leads cannot be asked for.',
    soql: `SELECT Id, Name, Company, Email, EmailBouncedDate, EmailBouncedReason
FROM Lead
WHERE IsConverted = false AND EmailBouncedDate != null
ORDER BY EmailBouncedDate DESC`,
  },
  {
    name: 'bounced-person-accounts',
    tells: 'Person accounts with a bounced address and the reply of the server.',
    trap: 'Fails in an org without person accounts. The reason cannot be grouped: count it with bounce --csv.',
    soql: `SELECT Id, Name, PersonEmail, PersonEmailBouncedDate, PersonEmailBouncedReason
FROM Account
WHERE IsPersonAccount = true AND PersonEmailBouncedDate != null`,
  },
  {
    name: 'bounced-messages',
    tells: 'Messages of the last 30 days that bounced.',
    trap: 'Needs bounce management and Lightning threading; with Ref ID threading IsBounced stays false. It does not say why.',
    soql: `SELECT Id, Subject, MessageDate, ToAddress, RelatedToId
FROM EmailMessage
WHERE IsBounced = true AND MessageDate = LAST_N_DAYS:30`,
  },
  {
    name: 'bounced-recipients',
    since: 67,
    tells: 'Each recipient of a message whose mail bounced, softly or hard.',
    trap: 'DeliveryResponse does not say why; the reply of the server is in the Email Log.',
    soql: `SELECT EmailMessageId, RelationId, RelationObjectType, RelationAddress, DeliveryResponse
FROM EmailMessageRelation
WHERE DeliveryResponse IN ('SoftBounce', 'HardBounce')`,
  },
  {
    name: 'contacts-by-bounce-reason',
    tells: 'How many contacts bounced for which reason; read the result with bounce --csv.',
    trap: 'Reasons hold addresses and hosts, so that many of them count 1. At most 255 characters are kept.',
    soql: `SELECT EmailBouncedReason, COUNT(Id) ${COUNT_ALIAS}
FROM Contact
WHERE EmailBouncedDate != null
GROUP BY EmailBouncedReason
ORDER BY COUNT(Id) DESC`,
  },
  {
    name: 'leads-by-bounce-reason',
    tells: 'How many leads bounced for which reason; read the result with bounce --csv.',
    trap: 'Converted leads are counted too. Reasons contain addresses and hosts, so many of them have a count of 1.',
    soql: `SELECT EmailBouncedReason, COUNT(Id) ${COUNT_ALIAS}
FROM Lead
WHERE EmailBouncedDate != null
GROUP BY EmailBouncedReason
ORDER BY COUNT(Id) DESC`,
  },
  {
    name: 'list-email-totals',
    since: 41,
    tells: 'Totals of the list emails of the last 90 days: sent, delivered, bounced.',
    trap: 'No recipients and no reasons. The totals need Account Engagement and the CRM User or Sales User permission set.',
    soql: `SELECT Id, Name, TotalSent, TotalDelivered, TotalHardBounced, TotalSoftBounced
FROM ListEmail
WHERE CreatedDate = LAST_N_DAYS:90`,
  },
];

/** The queries that an API version knows, and those that it is too old for. */
export function bounceQueries(apiVersion: number): {
  readonly known: readonly BounceQuery[];
  readonly tooNew: readonly BounceQuery[];
} {
  const isKnown = ({ since }: BounceQuery): boolean => since === undefined || since <= apiVersion;
  return { known: QUERIES.filter(isKnown), tooNew: QUERIES.filter((query) => !isKnown(query)) };
}
