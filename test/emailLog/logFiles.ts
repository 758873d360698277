/** Email Logs in the shape that Salesforce's Help describes, with invented domains. */
import { analyseEmailLog, type EmailLogOptions } from '../../src/emailLog/read/emailLog.ts';
import type { EmailLog } from '../../src/emailLog/model.ts';
import type { LogInput } from '../../src/emailLog/read/source.ts';

export const HEADER = [
  'Date/Time',
  'Internal Message ID',
  'Mail Event',
  'Recipient',
  'Sender',
  'Remote Host',
  'Bytes Transferred',
  'User ID',
  'Message ID Header',
  'Retry Count',
  'Seconds in Queue',
  'Delivery Stage',
  'Relay Address',
  'TLS_Cipher',
  'TLS_Verified',
] as const;

export interface RowParts {
  readonly time?: string;
  readonly id?: string;
  readonly event: string;
  readonly to: string;
  readonly stage?: string;
  readonly relay?: string;
  readonly cipher?: string;
  readonly verified?: string;
}

/** Personal data that no report may hold. */
export const SECRETS = ['zelda.quimby', 'quimby', 'zelda', 'xanthippe', 'Orchideenfalter', 'quokka', '005400000000rSX'];

/** The fields of a row in the order of `HEADER`. */
export const fields = ({
  time = '11/16/2026 13:37',
  id = '16/A4-20983-88E21E84',
  event,
  to,
  ...more
}: RowParts): readonly string[] => [
  time,
  id,
  event,
  to,
  'xanthippe.quimby@corp.example',
  '10.0.0.1',
  '11856',
  '005400000000rSXT',
  '<21749386.quokka.JavaMail.sfdc@sfdc.net>',
  '0',
  '300',
  more.stage ?? '',
  more.relay ?? '',
  more.cipher ?? '',
  more.verified ?? '',
];

export const TLS12 = 'TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384';
export const TLS13 = 'TLSv1.3:TLS_AES_256_GCM_SHA384';

export const delivered = (to: string, cipher = TLS12, verified = '', more: Partial<RowParts> = {}): RowParts => ({
  event: 'D',
  to,
  cipher,
  verified,
  ...more,
});

const cell = (text: string, delimiter: string): string =>
  /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;

export const csv = (rows: readonly (readonly string[])[], delimiter = ',', lineEnd = '\n'): string =>
  rows.map((row) => row.map((text) => cell(text, delimiter)).join(delimiter) + lineEnd).join('');

/** A log with its header. */
export const logCsv = (rows: readonly RowParts[]): string => csv([HEADER, ...rows.map(fields)]);

export const input = (text: string | Uint8Array, name = 'log.csv'): LogInput => ({
  name,
  bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
});

export const analyse = (text: string | Uint8Array, options?: EmailLogOptions): Promise<EmailLog> =>
  analyseEmailLog([input(text)], options);

export const analyseRows = (rows: readonly RowParts[], options?: EmailLogOptions): Promise<EmailLog> =>
  analyse(logCsv(rows), options);

/** Every kind of row that the facts name, and several that they do not. */
export const EVERY_KIND: readonly RowParts[] = [
  { event: 'R', to: 'zelda.quimby@acme.example' },
  delivered('zelda.quimby@acme.example', 'None'),
  delivered('zelda.quimby@acme.example', TLS13, 'Verified'),
  delivered('zelda.quimby@ACME.example', TLS12, 'Unverified'),
  delivered('zelda.quimby@globex.example', ':'),
  delivered('zelda.quimby@initech.example', TLS12),
  delivered('zelda.quimby@hooli.example', ''),
  delivered('zelda.quimby@old.example', 'TLSv1:AES128-SHA'),
  {
    event: 'T',
    to: 'zelda.quimby@soylent.example',
    id: '16/A4-00001-00000001',
    stage: '451 4.7.6 [internal] STARTTLS required but not advertised',
  },
  {
    event: 'P',
    to: 'zelda.quimby@soylent.example',
    id: '16/A4-00001-00000001',
    stage: '554 5.4.7 [internal] exceeded max time without delivery',
  },
  {
    event: 'T',
    to: 'zelda.quimby@wonka.example',
    stage: '450 4.2.2 <zelda.quimby@wonka.example>: "Orchideenfalter" for Zelda Quimby: mailbox full',
  },
  { event: 'T', to: 'zelda.quimby@stark.example', stage: 'during STARTTLS' },
  { event: 'P', to: 'zelda.quimby@wonka.example', stage: '550 5.1.1 user zelda.quimby unknown' },
  { event: 'P', to: 'zelda.quimby@umbrella.example', stage: '530 5.7.0 Must issue a STARTTLS command first' },
];
