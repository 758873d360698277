import { isQueryValid, parseQuery } from '@jetstreamapp/soql-parser-js';
import { describe, expect, it } from 'vitest';
import { bounceQueries } from '../../src/bounce/queries.ts';

const ALL = bounceQueries(67).known;

/**
 * Fields and their properties, by hand from the Object Reference: f filter, s sort, g group; and the first API version
 * where it is documented. A property that no document states is not used.
 */
const FIELDS: Readonly<Record<string, string>> = {
  'Contact.Id': 'fsg',
  'Contact.Name': 'fsg',
  'Contact.Email': 'fsg',
  'Contact.EmailBouncedDate': 'fs',
  'Contact.EmailBouncedReason': 'fsg',
  'Contact.IsEmailBounced': 'fg',
  'Contact.Account.Name': '',
  'Lead.Id': 'fsg',
  'Lead.Name': 'fsg',
  'Lead.Company': 'fsg',
  'Lead.Email': 'fsg',
  'Lead.IsConverted': 'fsg',
  'Lead.EmailBouncedDate': 'fs',
  'Lead.EmailBouncedReason': 'fsg',
  'Account.Id': 'fsg',
  'Account.Name': 'fsg',
  'Account.IsPersonAccount': 'f',
  'Account.PersonEmail': 'f',
  'Account.PersonEmailBouncedDate': 'f',
  'Account.PersonEmailBouncedReason': 'f',
  'EmailMessage.Id': 'f',
  'EmailMessage.Subject': '',
  'EmailMessage.MessageDate': 'f',
  'EmailMessage.ToAddress': '',
  'EmailMessage.RelatedToId': '',
  'EmailMessage.IsBounced': 'fg',
  'EmailMessageRelation.EmailMessageId': '37',
  'EmailMessageRelation.RelationId': '37',
  'EmailMessageRelation.RelationObjectType': '37',
  'EmailMessageRelation.RelationAddress': '37',
  'EmailMessageRelation.DeliveryResponse': 'fg67',
  'ListEmail.Id': '41',
  'ListEmail.Name': '41',
  'ListEmail.CreatedDate': 'f41',
  'ListEmail.TotalSent': '41',
  'ListEmail.TotalDelivered': '41',
  'ListEmail.TotalHardBounced': '41',
  'ListEmail.TotalSoftBounced': '41',
};

interface Used {
  readonly field: string;
  readonly as: 'select' | 'filter' | 'sort' | 'group';
}

function used(soql: string): readonly Used[] {
  const query = parseQuery(soql);
  const object = query.sObject ?? '';
  const found: Used[] = [];
  const add = (as: Used['as'], name: string | undefined): void => {
    if (name !== undefined) found.push({ field: `${object}.${name}`, as });
  };
  for (const field of query.fields ?? [])
    if (field.type === 'FieldFunctionExpression')
      add(
        'select',
        field.parameters.find((one) => typeof one === 'string'),
      );
    else if (field.type === 'FieldRelationship') add('select', [...field.relationships, field.field].join('.'));
    else if ('field' in field) add('select', field.field);
  const walk = (value: unknown, as: Used['as']): void => {
    if (Array.isArray(value)) for (const one of value) walk(one, as);
    else if (typeof value === 'object' && value !== null) {
      if ('field' in value && typeof value.field === 'string') add(as, value.field);
      for (const one of Object.values(value)) walk(one, as);
    }
  };
  walk(query.where, 'filter');
  walk(query.orderBy, 'sort');
  walk(query.groupBy, 'group');
  return found;
}

describe('the queries', () => {
  it('read at least what the facts name', () => {
    expect(ALL.map(({ name }) => name)).toEqual([
      'bounced-contacts',
      'soft-bounced-contacts',
      'bounced-leads',
      'bounced-person-accounts',
      'bounced-messages',
      'bounced-recipients',
      'contacts-by-bounce-reason',
      'leads-by-bounce-reason',
      'list-email-totals',
    ]);
  });

  it.each(ALL)('$name is SOQL', ({ soql, tells, trap }) => {
    expect(isQueryValid(soql)).toBe(true);
    expect(isQueryValid(soql.replace('SELECT', 'SELEKT'))).toBe(false);
    for (const line of [tells, trap]) expect(line).toMatch(/^[^\n]+\.$/);
  });

  it.each(ALL)('$name asks for fields that exist, in ways that are documented', ({ soql, since }) => {
    const fields = used(soql);
    expect(fields.length).toBeGreaterThan(2);
    for (const { field, as } of fields) {
      const known = FIELDS[field];
      expect(known, field).toBeDefined();
      if (as !== 'select') expect(known, `${field} as ${as}`).toContain(as.charAt(0));
      expect(since ?? 0, field).toBeGreaterThanOrEqual(Number(/\d+$/.exec(known ?? '')?.[0] ?? 0));
    }
  });

  it.each([
    [66, ['bounced-recipients']],
    [67, []],
    [68, []],
    [40, ['bounced-recipients', 'list-email-totals']],
  ])('at API %i %j is too new', (version, names) => {
    const { known, tooNew } = bounceQueries(version);
    expect(tooNew.map(({ name }) => name)).toEqual(names);
    expect(known.length + tooNew.length).toBe(ALL.length);
  });
});
