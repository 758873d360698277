import type { ExportFieldName } from '../project/relays/records.ts';

/** What a field means, after the Object Reference. */
export const fieldText = (name: ExportFieldName): string => `**${name}**\n\n${FIELDS[name]}`;

const RELAY_NAME = 'The relay that the filter sends mail to.';

const FIELDS: Readonly<Record<ExportFieldName, string>> = {
  Id: 'The id of the record. It is different in each org.',
  Host: "The server that mail goes to: a host name or a mail domain, whose MX records are looked up first, then its addresses. TLS is checked on it, not on the recipient's servers. To check a certificate, TLS needs a host name, not an IP address.",
  Port: '25, 587, 10025 or 11025. Port 465 (implicit TLS) is not available.',
  TlsSetting:
    '`Off`, `Preferred`, `Required`, `PreferredVerify` or `RequiredVerify`: what happens to mail when the relay has no TLS, or no valid certificate.',
  IsRequireAuth:
    'Whether Salesforce logs in to the relay. `true` needs the TLS setting `RequiredVerify`, a user name and a password. Since API 44.0.',
  AuthType: 'How Salesforce logs in to the relay: `PLAIN` (the default) or `LOGIN`. Since API 52.0.',
  Username: 'The user name for the login to the relay.',
  Password: 'A secret. It is never shown here, and does not belong in a repository.',
  EmailRelayId: RELAY_NAME,
  'EmailRelay.Id': RELAY_NAME,
  'EmailRelay.Host': RELAY_NAME,
  FromDomain:
    "Senders' domains, separated with commas. The filter matches mail from these domains; empty or `*` matches any. `example.com` matches only that domain, `*.example.com` only its subdomains.",
  ToDomain:
    "Recipients' domains, separated with commas. The filter matches mail to these domains; empty or `*` matches any. `example.com` matches only that domain, `*.example.com` only its subdomains.",
  IsActive: 'A filter that is not active matches no mail.',
  PriorityNumber:
    'Salesforce evaluates filters in ascending order, those without a number last; the first match wins. Numbers must be unique.',
};
