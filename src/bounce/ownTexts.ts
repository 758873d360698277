import type { BounceMeaning } from './model.ts';

/*
 * Texts that the table of facts does not hold and that its codes would explain wrongly or not at all: providers use a
 * registered code for something else, and Salesforce has words of its own for a bounce.
 */

type Own = Omit<BounceMeaning, 'fromMemory'>;

const MICROSOFT =
  'https://learn.microsoft.com/en-us/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online';
const OBJECT_REFERENCE = 'Object Reference, EmailMessageRelation: DeliveryResponse (API 67.0 and later)';

const OWN: readonly Own[] = [
  {
    code: '5.1.10',
    kind: 'provider-text',
    literal: 'Recipient not found by SMTP address lookup',
    meaning: 'Microsoft: there is no such recipient (the registry has this code for a null MX)',
    category: 'mailbox',
    permanent: 'yes',
    tls: 'no',
    todo: 'Correct or remove the address.',
    who: ['record-owner'],
    source: MICROSOFT,
  },
  {
    code: '550 5.4.1',
    kind: 'provider-text',
    literal: 'Recipient address rejected: Access denied',
    meaning: 'Microsoft: there is no such recipient (the code alone would mean that no host answered)',
    category: 'mailbox',
    permanent: 'yes',
    tls: 'no',
    todo: 'Correct or remove the address.',
    who: ['record-owner'],
    source: 'https://www.sparkpost.com/blog/tag/bounce-codes/; zone-eu/zone-mta config/bounces.txt',
  },
  {
    code: '554 5.7.5',
    kind: 'provider-text',
    literal: '(AU01)',
    meaning: 'Yahoo: the DKIM signature does not hold (this use of the code has nothing to do with TLS)',
    category: 'auth-policy',
    permanent: 'yes',
    tls: 'no',
    todo: 'Check the DKIM key and domain.',
    who: ['sender-domain'],
    source: 'zone-eu/zone-mta config/bounces.txt',
  },
  {
    code: 'EMAIL_ADDRESS_BOUNCED',
    kind: 'salesforce-ndr',
    literal: 'EMAIL_ADDRESS_BOUNCED',
    meaning: 'Apex or the API refused to send: an address of the recipients is marked as bounced',
    category: 'mailbox',
    permanent: 'yes',
    tls: 'no',
    todo: 'Correct or confirm the address on the record, which takes the mark away.',
    who: ['record-owner'],
    source: 'StatusCode in @salesforce/types 1.9.0',
  },
  {
    code: 'HardBounce',
    kind: 'salesforce-ndr',
    literal: 'HardBounce',
    meaning: 'DeliveryResponse of one recipient: the mail bounced for good',
    category: 'other',
    permanent: 'yes',
    tls: 'possible',
    todo: 'Look for the reply of the server in the Email Log.',
    who: ['admin'],
    source: OBJECT_REFERENCE,
  },
  {
    code: 'SoftBounce',
    kind: 'salesforce-ndr',
    literal: 'SoftBounce',
    meaning: 'DeliveryResponse of one recipient: the mail bounced, for now',
    category: 'temporary',
    permanent: 'no',
    tls: 'possible',
    todo: 'Look for the reply of the server in the Email Log.',
    who: ['admin'],
    source: OBJECT_REFERENCE,
  },
  {
    code: 'OutOfOffice',
    kind: 'salesforce-ndr',
    literal: 'OutOfOffice',
    meaning: 'DeliveryResponse of one recipient: the mail arrived, and an absence note came back',
    category: 'success',
    permanent: 'no',
    tls: 'no',
    todo: 'Nothing to do.',
    who: ['nobody'],
    source: OBJECT_REFERENCE,
  },
];

export const OWN_TEXTS: readonly BounceMeaning[] = OWN.map((one) => ({ ...one, fromMemory: false }));
