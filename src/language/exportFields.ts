import type { ExportFieldName } from '../project/relays/records.ts';

/** What a field means, after the Object Reference. */
export const fieldText = (name: ExportFieldName): string => `**${name}**\n\n${FIELDS[name]}`;

const RELAY_NAME = 'The relay that the filter sends mail to.';

const FIELDS: Readonly<Record<ExportFieldName, string>> = {
  Id: "The record's id. It differs from org to org.",
  Host: "The server that mail goes to: a host name or a mail domain, whose MX records are looked up first, then its addresses. TLS is judged on it, not on the recipient's servers. To verify a certificate, TLS needs a name, not an IP address.",
  Port: 'One of 25, 587, 10025, 11025. Not offered: 465, where TLS begins with the first byte.',
  TlsSetting:
    '`Off`, `Preferred`, `Required`, `PreferredVerify` or `RequiredVerify`: what becomes of mail when the relay has no TLS, or its certificate does not verify.',
  IsRequireAuth:
    'Whether Salesforce logs in at the relay. `true` needs the TLS setting `RequiredVerify`, a user name and a password. Since API 44.0.',
  AuthType: 'How Salesforce logs in at the relay: `PLAIN` (the default) or `LOGIN`. Since API 52.0.',
  Username: 'The name that Salesforce logs in with at the relay.',
  Password: 'A secret. Nothing here shows it, and a repository is no place for it.',
  EmailRelayId: RELAY_NAME,
  'EmailRelay.Id': RELAY_NAME,
  'EmailRelay.Host': RELAY_NAME,
  FromDomain:
    'Domains of senders, with commas between them. The filter takes mail from these; blank or `*` is any. `example.com` is that domain only, `*.example.com` its subdomains only.',
  ToDomain:
    'Domains of recipients, with commas between them. The filter takes mail to these; blank or `*` is any. `example.com` is that domain only, `*.example.com` its subdomains only.',
  IsActive: 'A filter that is not active takes no mail.',
  PriorityNumber:
    'Filters are asked by ascending number, one without a number last, and the first that matches takes the mail. Each number stands once.',
};
