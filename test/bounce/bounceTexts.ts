/**
 * Bounce texts as people meet them, and what each comes down to: written by hand, before the program was asked.
 * Shapes are taken from the public pages named; addresses, hosts and ids are made up.
 */
export interface BounceText {
  readonly text: string;
  /** The exact text; else the code of the table; else `words: CATEGORY`, or `general: CODE`; `nothing`. */
  readonly decides: string;
  readonly tls: 'yes' | 'possible' | 'no' | 'unknown';
  readonly source: string;
}

const OURS = 'ours';
const GOOGLE = 'https://support.google.com/a/answer/3726730';
const MICROSOFT =
  'https://learn.microsoft.com/en-us/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online';
const MICROSOFT_RHOST = 'sisimai/p5-sisimai lib/Sisimai/Rhost/Microsoft.pm';
const MIMECAST =
  'https://mimecastsupport.zendesk.com/hc/en-us/articles/34000709564691-Policies-Mimecast-SMTP-Error-Codes';
const ZONE = 'zone-eu/zone-mta config/bounces.txt';
const YAHOO = 'https://smtp.codes/yahoo';
const RACKSPACE = 'https://smtp.codes/rackspace';
const MAILGUN = 'https://help.mailgun.com/hc/en-us/articles/25099259504411-Classified-Bounces-List';
const MAILPROTECTOR = 'https://support.mailprotector.com/hc/en-us/articles/360048244891-Common-Email-Bouncebacks';
const MOMENTUM = 'SparkPost/momentum-documentation docs/web-momo4/message_responses.md';
const SPARKPOST = 'https://support.sparkpost.com/docs/faq/understanding-delays-bounces';
const POSTFIX = 'https://postfixinsights.pages.dev/docs/guides/find-why-email-bounced-postfix/';
const POSTFIX_SOURCE = 'vdukhovni/postfix postfix/src/smtp/smtp_proto.c, src/smtpd/smtpd.c';
const BARRICADE = 'http://www.milter.info/smtp/smtpf/reply.html';
const KB = (number: string): string => `Salesforce KB ${number}`;
const NDR_PASTE = 'https://pastebin.com/4NLVeuUu (shape)';
const SES = 'https://pastebin.com/E3zEbMNp (shape)';
const OLD_MTA = 'http://www.icglink.net/cgi-bin/icglink/helpdesk/kb.cgi?view=73';
const HELP_PARDOT = 'https://help.salesforce.com/apex/HTViewHelpDoc?id=mktg.pardot_email_common_bounce_codes.htm';
const MARKETING = 'https://help.salesforce.com/s/articleView?id=000387252';

type Row = readonly [text: string, decides: string, tls: BounceText['tls'], source: string];

const ROWS: readonly Row[] = [
  // Salesforce's own server, as in the Email Log.
  ['451 4.7.5 [internal] TLS negotiation failed', '[internal] TLS negotiation failed', 'yes', KB('000206241')],
  [
    '451 4.7.5 [internal] remote node SSL certificate not signed by a valid CA',
    '[internal] remote node SSL certificate not signed by a valid CA',
    'yes',
    KB('000388924'),
  ],
  [
    '3/06/2026 13:37,16/A4-20983-88E21E84,T,someone@example.com,user@example.org,10.0.0.1,11856,00540000000rSXT,<1@sfdc.net>,3,300,"451 4.7.6 [internal] STARTTLS required but not advertised",,,',
    '[internal] STARTTLS required but not advertised',
    'yes',
    OURS,
  ],
  [
    '421 4.4.0 [internal] no mail servers for this domain could be reached at this time',
    '[internal] no mail servers for this domain could be reached at this time',
    'possible',
    KB('000380393'),
  ],
  [
    '421 4.4.0 [internal] no MXs for this domain could be reached at this time',
    '[internal] no MXs for this domain could be reached at this time',
    'possible',
    KB('000386389'),
  ],
  ['554 5.4.4 [internal] Domain Lookup Failed', '[internal] Domain Lookup Failed', 'no', KB('000380393')],
  ['554 5.4.7 [internal] exceeded max time', 'X.4.7', 'possible', KB('000385127')],
  [
    '554 5.4.7 [internal] exceeded max time without delivery',
    '[internal] exceeded max time without delivery',
    'possible',
    MOMENTUM,
  ],
  [
    '554 5.4.7 [internal] exceeded max retries without delivery',
    '[internal] exceeded max retries without delivery',
    'possible',
    MOMENTUM,
  ],
  [
    '554 5.4.7 [internal] message timeout (last transfail: 454 4.4.4 [internal] no MX or A for domain)',
    '[internal] no MX or A for domain',
    'no',
    SPARKPOST,
  ],
  [
    '554 5.4.7 [internal] message timeout (last transfail: 451 4.7.5 [internal] TLS negotiation failed)',
    '[internal] TLS negotiation failed',
    'yes',
    SPARKPOST,
  ],
  ['451 4.7.5 [INTERNAL] NO TLS GO-AHEAD', '[internal] no tls go-ahead', 'yes', MOMENTUM],
  ['451 4.7.5 [internal] send STARTTLS failed', '[internal] send STARTTLS failed', 'yes', MOMENTUM],
  [
    '4.7.5 [internal] SSL certificate subject does not match host',
    '[internal] SSL certificate subject does not match host',
    'yes',
    MOMENTUM,
  ],
  [
    '454 4.7.5 certificate not yet valid: possible clock skew',
    'certificate not yet valid: possible clock skew',
    'yes',
    MOMENTUM,
  ],
  ['451 4.7.5 [internal] no clustermetadata go-ahead', '[internal] no clustermetadata go-ahead', 'no', MOMENTUM],
  [
    '451 4.7.6 [internal] XCLUSTERMETADATA required but not advertised',
    '[internal] XCLUSTERMETADATA required but not advertised',
    'no',
    MOMENTUM,
  ],
  ['451 4.4.1 [internal] No valid hosts', '[internal] No valid hosts', 'possible', MOMENTUM],
  [
    '451 4.4.1 [internal] No valid hosts (unable to make any connections)',
    '[internal] No valid hosts (unable to make any connections)',
    'possible',
    MOMENTUM,
  ],
  ['450 4.4.1 [internal] Connection Timed Out', '[internal] Connection Timed Out', 'possible', MOMENTUM],
  [
    '451 4.4.2 [internal] connection closed by remote host',
    '[internal] connection closed by remote host',
    'possible',
    MOMENTUM,
  ],
  [
    '451 4.4.2 [internal] connection closed by remote host,handshaking TLS',
    '[internal] connection closed by remote host',
    'yes',
    OURS,
  ],
  ['handshaking TLS', 'handshaking TLS', 'yes', MOMENTUM],
  ['during STARTTLS', 'during STARTTLS', 'yes', MOMENTUM],
  ['during RCPT TO', 'during RCPT TO', 'no', MOMENTUM],
  ['550 5.1.1 User unknown,during RCPT TO', 'X.1.1', 'no', OURS],
  [
    '550 5.4.4 [internal] NULL MX domain does not accept mail',
    '[internal] NULL MX domain does not accept mail',
    'no',
    MOMENTUM,
  ],
  ['551 5.4.6 [internal] Private/Loopback Address', '[internal] Private/Loopback Address', 'no', MOMENTUM],
  ['451 4.3.0 [internal] Sending IP temporarily suspended', 'X.3.0', 'no', SPARKPOST],
  ['550 5.7.1 [internal] discarded by policy', '[internal] discarded by policy', 'no', MOMENTUM],

  // Codes alone.
  ['4.7.5', 'X.7.5', 'possible', OURS],
  ['4.7.6', 'X.7.6', 'possible', OURS],
  ['5.7.5', 'X.7.5', 'possible', OURS],
  ['X.7.5', 'X.7.5', 'possible', OURS],
  ['451 4.7.5', 'X.7.5', 'possible', OURS],
  ['5.1.1', 'X.1.1', 'no', OURS],
  ['#5.1.1', 'X.1.1', 'no', OURS],
  ['550', '550', 'possible', OURS],
  ['250', '250', 'no', OURS],
  ['2.0.0', 'X.0.0', 'no', OURS],
  ['523', '523', 'possible', OURS],
  ['571', '571', 'no', OURS],
  ['431', '431', 'no', KB('000385123')],
  ['422', '422', 'no', KB('000385123')],
  ['5.7.999', 'general: X.7.0', 'possible', OURS],
  ['5.4.99', 'general: X.4.0', 'possible', OURS],
  ['599', 'general: 5.X.X', 'possible', OURS],
  ['4.9.9', 'nothing', 'unknown', OURS],
  ['2001', '2001', 'no', MARKETING],
  ['4003', '4003', 'possible', MARKETING],
  ['BounceSubcategoryID: 3001', '3001', 'no', MARKETING],
  ['BounceCategoryID=1', 'BounceCategoryID=1', 'no', MARKETING],
  ['BounceTypeID = 2', 'BounceTypeID=2', 'no', MARKETING],
  ['hard', 'hard', 'no', HELP_PARDOT],
  ['Soft bounce', 'soft', 'possible', HELP_PARDOT],
  ['SoftBounce', 'SoftBounce', 'possible', 'Object Reference, EmailMessageRelation'],
  ['EMAIL_ADDRESS_BOUNCED', 'EMAIL_ADDRESS_BOUNCED', 'no', 'StatusCode in @salesforce/types'],
  [
    'SendEmail failed. First exception on row 0; first error: EMAIL_ADDRESS_BOUNCED, Emails to one or more recipients have bounced: []',
    'EMAIL_ADDRESS_BOUNCED',
    'no',
    OURS,
  ],
  ['hello', 'nothing', 'unknown', OURS],
  ['', 'nothing', 'unknown', OURS],
  ['   ', 'nothing', 'unknown', OURS],
  ['10.0.0.1', 'nothing', 'unknown', OURS],
  ['Postfix 2.11.3, OpenSSL 1.1.1', 'nothing', 'unknown', OURS],
  ['sendmail 8.15.2', 'nothing', 'unknown', OURS],
  ['ecelerity 4.7.0.20112 r(msys-ecelerity:salesforce/4.7/sb1)', 'nothing', 'unknown', OURS],
  ['We waited 450 seconds for an answer', 'nothing', 'unknown', OURS],
  ['It worked yesterday, TLS or not', 'nothing', 'possible', OURS],

  // Google.
  ['421-4.7.0 Temporary System Problem. Try again later.', 'X.7.0', 'possible', GOOGLE],
  ['421, "4.4.5", Server busy, try again later.', 'X.4.5', 'no', GOOGLE],
  ['421 4.7.0 IP not in whitelist for RCPT domain, closing connection.', 'X.7.0', 'possible', GOOGLE],
  [
    '421 4.7.0 TLS required for RCPT domain, closing connection. a1b2 - gsmtp',
    'TLS required for RCPT domain, closing connection',
    'yes',
    GOOGLE,
  ],
  [
    '421-4.7.0 Our system has detected an unusual rate of\n421-4.7.0 unsolicited mail originating from your IP address. To protect our\n421 4.7.0 users from spam, mail has been temporarily blocked. - gsmtp',
    'X.7.0',
    'no',
    GOOGLE,
  ],
  ['450 4.2.1 The user you are trying to contact is receiving mail too quickly.', 'X.2.1', 'no', GOOGLE],
  ['451 4.3.0 Mail server temporarily rejected message.', 'X.3.0', 'no', GOOGLE],
  ['451 4.4.2 Timeout - closing connection.', 'X.4.2', 'possible', GOOGLE],
  ['452 4.2.2 The email account that you tried to reach is over quota.', 'X.2.2', 'no', GOOGLE],
  [
    "452-4.2.2 The recipient's inbox is out of storage space. Please direct the\n452 4.2.2 recipient to the help page",
    'X.2.2',
    'no',
    GOOGLE,
  ],
  ['454 4.7.0 Cannot authenticate due to temporary system problem.', 'X.7.0', 'possible', GOOGLE],
  ['454 5.5.1 STARTTLS may not be repeated', 'starttls may not be repeated', 'yes', GOOGLE],
  ['501 5.5.4 HELO/EHLO argument is invalid', 'X.5.4', 'no', GOOGLE],
  ['502 5.5.1 Too many unrecognized commands, goodbye.', 'X.5.1', 'possible', GOOGLE],
  ['503 5.5.1 Bootstrap command required before STARTTLS', 'X.5.1', 'possible', GOOGLE],
  ['530 5.7.0 Must issue a STARTTLS command first. - gsmtp', 'Must issue a STARTTLS command first', 'yes', GOOGLE],
  ['530, "5.5.1", Authentication Required.', 'X.5.1', 'possible', GOOGLE],
  ['535 5.7.1 Please log in with your web browser and then try again.', 'X.7.1', 'possible', GOOGLE],
  [
    "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos or\n550-5.1.1 unnecessary spaces. For more information, go to\n550 5.1.1  https://support.google.com/mail/?p=NoSuchUser a1b2 - gsmtp",
    'X.1.1',
    'no',
    GOOGLE,
  ],
  ['550 5.2.1 The email account that you tried to reach is disabled. - gsmtp', 'X.2.1', 'no', GOOGLE],
  ['550 5.7.0 Mail relay denied 192.0.2.1. Invalid credentials for relay', 'X.7.0', 'no', GOOGLE],
  ['550 5.7.1 Our system has detected that this message is likely unsolicited mail.', 'X.7.1', 'no', GOOGLE],
  [
    '550 5.7.1 The user or domain that you are sending to (or from) has a policy that prohibited the mail',
    'X.7.1',
    'possible',
    GOOGLE,
  ],
  [
    '550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\n550 5.7.26  DKIM = did not pass - gsmtp',
    'X.7.26',
    'no',
    GOOGLE,
  ],
  [
    '550-5.7.26 This message does not have authentication information or fails to\n550-5.7.26 pass authentication checks (SPF or DKIM).\n550 5.7.26 The message has been blocked. - gsmtp',
    'fails to pass authentication checks',
    'no',
    GOOGLE,
  ],
  [
    "421-4.7.29 Your email has been rate limited because this message wasn't sent\n421-4.7.29 over a TLS connection. Gmail requires all bulk email\n421-4.7.29 senders to use TLS/SSL for SMTP connections.\n421 4.7.29 - gsmtp",
    'senders to use tls/ssl for smtp',
    'yes',
    GOOGLE,
  ],
  [
    '550 5.7.29 Gmail requires all bulk email senders to use TLS/SSL for SMTP connections.',
    'senders to use tls/ssl for smtp',
    'yes',
    GOOGLE,
  ],
  [
    '550 5.7.27 Gmail requires all large senders to authenticate with SPF.',
    'senders to authenticate with spf',
    'no',
    GOOGLE.replace('a/answer', 'mail/answer'),
  ],
  [
    '550-5.7.30 DKIM does not pass. Gmail requires all large senders to\n550 5.7.30 authenticate with DKIM.',
    'senders to authenticate with dkim',
    'no',
    GOOGLE,
  ],
  ['550 5.7.28 There is an unusual rate of unsolicited mail originating from your IP address.', 'X.7.28', 'no', GOOGLE],
  ['552 5.2.2 The email account that you tried to reach is over quota.', 'X.2.2', 'no', GOOGLE],
  [
    '552-5.7.0 This message was blocked because its content presents a potential\n552 5.7.0 security issue. - gsmtp',
    'X.7.0',
    'no',
    GOOGLE,
  ],
  ["552 5.2.3 Your message exceeded Google's message size limits.", 'X.2.3', 'no', GOOGLE],
  ["553 5.1.2 We weren't able to find the recipient domain.", 'X.1.2', 'no', GOOGLE],
  ['554 5.6.0 Mail message is malformed. Not accepted.', 'X.6.0', 'no', GOOGLE],
  ['554 5.4.6 Message exceeded 50 hops, this may indicate a mail loop.', 'X.4.6', 'no', GOOGLE],

  // Microsoft.
  ['432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded', 'X.3.2', 'no', MICROSOFT],
  ['450 4.4.312 DNS query failed', 'DNS query failed', 'possible', MICROSOFT],
  ['450 4.4.315 Connection timed out [Message=Socket error code 10060]', 'Connection timed out', 'no', MICROSOFT],
  ['450 4.4.316 Connection refused [Message=Socket error code 10061]', 'Connection refused', 'no', MICROSOFT],
  [
    '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]',
    'STARTTLS is required to send mail',
    'yes',
    MICROSOFT,
  ],
  [
    '450 4.4.318 Connection was closed abruptly (SuspiciousRemoteServerError)',
    'Connection was closed abruptly',
    'possible',
    MICROSOFT,
  ],
  [
    '450 4.7.320 Certificate validation failed [Message=UntrustedRoot]',
    'Certificate validation failed',
    'yes',
    MICROSOFT,
  ],
  ['4.4.7 Message expired', 'Message expired', 'possible', MICROSOFT],
  ['550 5.4.300 Message expired', 'Message expired', 'possible', MICROSOFT],
  [
    '550 5.4.300 Message expired -> 421 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]',
    'STARTTLS is required to send mail',
    'yes',
    MICROSOFT,
  ],
  [
    '550 5.4.317 Message expired, starttls is required to send mail',
    'starttls is required to send mail',
    'yes',
    MICROSOFT_RHOST,
  ],
  ['451 5.7.3 STARTTLS is required to send mail', 'STARTTLS is required to send mail', 'yes', MICROSOFT],
  ['4.4.8 MX hosts of mx.example.com failed MTA-STS validation.', 'failed MTA-STS validation', 'yes', MICROSOFT],
  [
    '4.7.5 Remote certificate failed MTA-STS validation. Reason: ValidityStatus',
    'Remote certificate failed MTA-STS validation.',
    'yes',
    MICROSOFT,
  ],
  [
    '5.7.5 Remote certificate failed MTA-STS validation. Reason: UntrustedRoot',
    'Remote certificate failed MTA-STS validation.',
    'yes',
    MICROSOFT,
  ],
  [
    '4.7.321 starttls-not-supported: Destination mail server must support TLS to receive mail.',
    'starttls-not-supported: Destination mail server must support TLS to receive mail.',
    'yes',
    MICROSOFT,
  ],
  [
    "4.7.322 certificate-expired: Destination mail server's certificate is expired.",
    "certificate-expired: Destination mail server's certificate is expired.",
    'yes',
    MICROSOFT,
  ],
  [
    '4.7.323 tlsa-invalid: The domain failed DANE validation.',
    'tlsa-invalid: The domain failed DANE validation.',
    'yes',
    MICROSOFT,
  ],
  [
    '4.7.324 dnssec-invalid: Destination domain returned invalid DNSSEC records',
    'dnssec-invalid: Destination domain returned invalid DNSSEC records',
    'yes',
    MICROSOFT,
  ],
  ['550 5.1.1 RESOLVER.ADR.RecipNotFound; not found', 'X.1.1', 'no', NDR_PASTE],
  [
    "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'",
    'Recipient not found by SMTP address lookup',
    'no',
    NDR_PASTE,
  ],
  [
    '550 5.4.1 Recipient address rejected: Access denied. [EXAMPLE.prod.protection.outlook.com]',
    'Recipient address rejected: Access denied',
    'no',
    'https://www.sparkpost.com/blog/tag/bounce-codes/',
  ],
  ['554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException', 'X.2.2', 'no', MICROSOFT_RHOST],
  ['550 5.7.1 RESOLVER.RST.AuthRequired; authentication required', 'X.7.1', 'possible', MICROSOFT],
  ['550 5.7.23 The message was rejected because of Sender Policy Framework violation', 'X.7.23', 'no', MICROSOFT],
  [
    '550 5.7.509 Access denied, sending domain example.org does not pass DMARC verification and has a DMARC policy of reject.',
    'does not pass DMARC verification and has a DMARC policy of reject',
    'no',
    MICROSOFT,
  ],
  ['550 5.7.606 Access denied, banned sending IP [192.0.2.1].', 'words: reputation-block', 'no', ZONE],
  ['550 5.7.511 Access denied, banned sender[192.0.2.1].', 'words: reputation-block', 'no', ZONE],
  [
    "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent, since part of their network is on our block list (S3150).",
    'X.7.1',
    'no',
    ZONE,
  ],
  [
    '451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation.',
    'words: temporary',
    'no',
    MICROSOFT_RHOST,
  ],
  ['451 4.7.500 Server busy. Please try again later from [192.0.2.1].', 'words: temporary', 'no', MICROSOFT_RHOST],
  [
    '550 5.7.64 TenantAttribution; Relay Access Denied',
    'TenantAttribution; Relay Access Denied',
    'possible',
    MICROSOFT,
  ],
  [
    '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
    'Client was not authenticated to send anonymous mail during MAIL FROM',
    'no',
    'https://www.easy365manager.com/office-365-ndr-error-codes/',
  ],
  [
    "550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the message's recipient domain. The connector had either the RestrictDomainsToIPAddresses or RestrictDomainsToCertificate set",
    'restrictdomainstoipaddresses or restrictdomainstocertificate',
    'possible',
    MICROSOFT_RHOST,
  ],
  [
    '421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade your client.',
    'TLS 1.0 and 1.1 are not supported',
    'yes',
    MICROSOFT,
  ],
  ['550 5.7.67 TLS 1.0 and 1.1 are not supported', 'TLS 1.0 and 1.1 are not supported', 'yes', MICROSOFT],
  [
    '550 5.7.13 STOREDRV.Deliver.Exception:AccountDisabledException',
    'X.7.13',
    'no',
    'https://tamingdns.com/bounce-decoder/microsoft',
  ],
  ['550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient', 'X.2.3', 'no', MICROSOFT_RHOST],
  ['554 5.4.14 Hop count exceeded - possible mail loop', 'words: routing', 'no', MICROSOFT],
  ['554 5.6.211 Invalid MIME Content: Number of MIME parts exceeded', 'general: X.6.0', 'no', OURS],
  [
    '421 RP-001 Messages from 192.0.2.1 on behalf of (example.org) temporarily deferred',
    'words: temporary',
    'no',
    ZONE,
  ],
  [
    '550 SC-001 Mail rejected for policy reasons. Reasons for rejection may be related to content with spam-like characteristics',
    'words: content-policy',
    'no',
    ZONE,
  ],

  // Yahoo, AOL, Apple.
  [
    '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1',
    'X.7.0',
    'no',
    YAHOO,
  ],
  [
    "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list",
    'X.7.1',
    'no',
    ZONE,
  ],
  ['554 5.7.5 (AU01) Message not accepted for policy reasons', '(AU01)', 'no', ZONE],
  ["554 delivery error: dd This user doesn't have a yahoo.com account", 'words: mailbox', 'no', ZONE],
  ['552 1 Requested mail action aborted, mailbox not found', 'words: mailbox', 'no', OURS],
  ['451 Resources temporarily unavailable. Please try again later [#4.16.1].', '451', 'possible', YAHOO],
  ['451 4.3.2 Internal server error', 'X.3.2', 'no', YAHOO],
  [
    '503 Bad sequence of commands (TLS required)',
    'Bad sequence of commands (TLS required)',
    'yes',
    'PHPMailer/PHPMailer issue 767',
  ],
  ['554 5.7.1 [CS01] Message rejected due to local policy.', 'X.7.1', 'possible', MAILGUN],
  ['550 5.7.1 Your email was rejected due to having a domain present in the Spamhaus DBL', 'X.7.1', 'no', MAILGUN],

  // Blocklists and filters.
  [
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; see the query page',
    'X.7.1',
    'no',
    ZONE,
  ],
  [
    '554 Service unavailable; Client host [192.0.2.1] blocked using Barracuda Reputation',
    'words: reputation-block',
    'no',
    ZONE,
  ],
  ['550 192.0.2.1 blacklisted see the lookup page', 'words: reputation-block', 'no', ZONE],
  ['450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]', 'X.7.1', 'no', RACKSPACE],
  ['450 4.7.1 Client host 192.0.2.1 has no PTR record (G1F)', 'X.7.1', 'no', RACKSPACE],
  [
    '450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]',
    'X.7.25',
    'no',
    'https://support.onlydomains.com/hc/en-gb/articles/10778196722461-Common-Email-Bounce-Back-Messages',
  ],
  [
    "554-mx.example.com\n554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.",
    'words: reputation-block',
    'no',
    ZONE,
  ],
  ['550 #5.7.1 Your access to submit messages to this e-mail system has been rejected.', 'X.7.1', 'possible', ZONE],
  ['553 5.3.0 flpd568 DNSBL:RBL 521< 192.0.2.1 >_is_blocked.', 'X.3.0', 'no', MAILGUN],
  ['554 rejecting banned content', 'words: content-policy', 'no', MAILGUN],
  [
    '550 5.7.1 Service unavailable; client [192.0.2.1] blocked using Cloudmark Sender Intelligence',
    'X.7.1',
    'no',
    MAILGUN,
  ],
  ['554 rejected due to virus', 'words: content-policy', 'no', ZONE],
  ['550 Administrative prohibition - envelope blocked', '550', 'possible', MIMECAST],
  ['451 Internal resources are temporarily unavailable', '451', 'possible', MIMECAST],
  ['451 IP temporarily blacklisted', 'words: reputation-block', 'no', MIMECAST],
  ['553 This route requires encryption (TLS)', 'this route requires encryption (tls)', 'yes', MIMECAST],
  [
    '553 This route requires TLS version 1.2 or greater',
    'this route requires tls version 1.2 or greater',
    'yes',
    MIMECAST,
  ],
  ['553 This route requires high-strength ciphers', 'this route requires high-strength ciphers', 'yes', MIMECAST],
  ['550 DKIM Sender Invalid - envelope rejected', 'words: auth-policy', 'no', MIMECAST],
  ['554 Maximum email size exceeded', 'words: size', 'no', MIMECAST],
  ['554 Mail loop detected', 'words: routing', 'no', MIMECAST],
  ['550 Invalid Recipient', 'words: mailbox', 'no', MIMECAST],
  ['554 Email rejected due to security policies', '554', 'possible', MIMECAST],
  ['452 Too many recipients', 'words: temporary', 'no', MIMECAST],
  ['550 5.7.4 XGEMAIL_0006 Command rejected', 'XGEMAIL_0006', 'yes', OURS],
  ['550 5.7.1 sender <someone@example.org> black listed #127', 'X.7.1', 'no', BARRICADE],
  ['450 4.7.1 host mx.example.org [192.0.2.1] temporary failure #120', 'X.7.1', 'possible', BARRICADE],

  // Postfix and other servers.
  [
    'Jun 17 10:22:33 mail postfix/smtp[12345]: E1234567890ABC: to=<someone@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=0.45, delays=0.01/0.02/0.15/0.27, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.1] said: 550 5.1.1 <someone@example.com> user unknown (in reply to RCPT TO command))',
    'X.1.1',
    'no',
    POSTFIX,
  ],
  [
    'status=deferred (TLS is required, but was not offered by host mx.example.com[192.0.2.1])',
    'TLS is required, but was not offered by host',
    'yes',
    POSTFIX_SOURCE,
  ],
  ['4.7.5 Server certificate not verified', 'Server certificate not verified', 'yes', POSTFIX_SOURCE],
  ['4.7.5 Cannot start TLS: handshake failure', 'Cannot start TLS: handshake failure', 'yes', POSTFIX_SOURCE],
  ['454 4.7.0 TLS not available due to local problem', 'TLS not available due to local problem', 'yes', POSTFIX_SOURCE],
  ['450 4.7.1 Session encryption is required', 'Session encryption is required', 'yes', POSTFIX_SOURCE],
  [
    '550 5.7.1 Session encryption is required',
    'Session encryption is required',
    'yes',
    'mailcow/mailcow-dockerized issue 42',
  ],
  [
    'host mx.example.com[192.0.2.1] said: 530 5.7.0 Must issue a STARTTLS command first (in reply to MAIL FROM command)',
    'Must issue a STARTTLS command first',
    'yes',
    POSTFIX_SOURCE,
  ],
  ['connect to mx.example.com[192.0.2.1]:25: Connection timed out', 'Connection timed out', 'no', POSTFIX],
  [
    '450 4.2.0 <someone@example.com>: Recipient address rejected: Greylisted, see the help page',
    'X.2.0',
    'no',
    MAILPROTECTOR,
  ],
  ['421 4.4.2 Message submission rate for this client has exceeded the configured limit', 'X.4.2', 'no', MAILPROTECTOR],
  ['554 5.7.1 <someone@example.com>: Relay access denied', 'X.7.1', 'no', POSTFIX],
  ['550 5.7.1 Unable to relay', 'X.7.1', 'no', MICROSOFT],
  ['550 relaying denied', 'relaying denied', 'no', MOMENTUM],
  [
    '550 5.1.1 <someone@example.com>: Recipient address rejected: User unknown in virtual mailbox table',
    'X.1.1',
    'no',
    POSTFIX,
  ],
  [
    '<someone@example.com>: Host or domain name not found. Name service error for name=example.com type=MX: Host not found',
    'words: domain-dns',
    'no',
    POSTFIX,
  ],
  ['550 Unrouteable address', 'words: domain-dns', 'no', OURS],
  ['550 No such user here', 'words: mailbox', 'no', OURS],
  ['550 <someone@example.com>... User unknown', 'words: mailbox', 'no', OLD_MTA],
  ['554 sendall: too many hops 19 (17 max)', 'words: routing', 'no', OLD_MTA],
  ['403 4.7.0 TLS handshake failed.', 'TLS handshake failed', 'yes', OURS],
  ['454 TLS currently unavailable', 'TLS currently unavailable', 'yes', OURS],
  ['454 4.3.3 TLS not available', 'TLS not available', 'yes', OURS],
  ['503 STARTTLS command used when not advertised', 'STARTTLS command used when not advertised', 'yes', OURS],
  ['550 5.7.1 TLS required by recipient', 'TLS required by recipient', 'yes', 'mozilla/fx-private-relay issue 757'],
  [
    '530 5.7.0 STARTTLS required for mail delivery',
    'STARTTLS required for mail delivery',
    'yes',
    'mjl-/mox smtpserver/server.go',
  ],
  [
    '550 5.7.1 TLS conversation required',
    'TLS conversation required',
    'yes',
    'foxcpp/maddy internal/check/requiretls/requiretls.go',
  ],
  ['552 5.3.4 message size limit exceeded', 'message size limit exceeded', 'no', MOMENTUM],
  ['421 4.4.5 Service unavailable', 'Service unavailable', 'no', MOMENTUM],

  // No exact text: the words speak.
  ['550 5.7.1 Encryption is required for this recipient', 'words: tls', 'yes', OURS],
  ['421 4.7.0 This server does not support STARTTLS, closing', 'words: tls', 'yes', OURS],
  ['451 4.3.0 TLS connect failed: timed out', 'words: tls', 'yes', OURS],
  ['554 5.7.1 The certificate has expired', 'words: tls', 'yes', OURS],
  ['450 4.7.1 TLS is not required here, but your host is on a block list', 'X.7.1', 'possible', OURS],
  ['550 5.7.1 Our system does not require TLS. Message rejected as spam.', 'X.7.1', 'possible', OURS],
  ['550 5.7.1 No encryption required here, the message was rejected', 'X.7.1', 'possible', OURS],
  ['450 4.7.1 This domain only accepts mail over TLS.', 'words: tls', 'yes', OURS],
  ['Remote server requires a secure connection (TLS)', 'words: tls', 'yes', OURS],
  ['error:1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version', 'words: tls', 'yes', OURS],
  ['550 5.1.1 user unknown (session over TLS)', 'X.1.1', 'possible', OURS],

  // Bounce management's list (first strings of KB 000385221).
  ['550 account inactive', 'account inactive', 'no', KB('000385221')],
  ['550 5.1.1 This address doesn\u2019t exist', "address doesn't exist", 'no', KB('000385221')],
  ['550 Account not found', 'account not found', 'no', KB('000385221')],
  ['550 5.2.1 Account has been disabled', 'account has been disabled', 'no', KB('000385221')],
  ['450 4.2.1 account inactive', 'X.2.1', 'no', OURS],

  // Whole notifications (RFC 3464).
  [
    'This is the mail system at host mail.example.org.\n\n<someone@example.com>: unknown user: "someone"\n\nReporting-MTA: dns; mail.example.org\n\nFinal-Recipient: rfc822; someone@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: X-Postfix; unknown user: "someone"\n',
    'X.1.1',
    'no',
    'https://pastebin.com/Ws6y2zDA (shape)',
  ],
  [
    'Reporting-MTA: dns; mx.sf.example\nFinal-Recipient: rfc822; someone@example.com\nAction: failed\nStatus: 5.4.7\nDiagnostic-Code: smtp; 554 5.4.7 [internal] exceeded max time without\n delivery\n',
    '[internal] exceeded max time without delivery',
    'possible',
    OURS,
  ],
  [
    'Final-Recipient: rfc822;someone@example.com\nAction: failed\nStatus: 5.0.0\nRemote-MTA: dns;mx.example.com\nDiagnostic-Code: smtp;550 No such user\n\nReceived: from a.example (a.example [192.0.2.1]) by b.example with ESMTPS\n (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384) id 4.7.5;\n',
    'words: mailbox',
    'no',
    OURS,
  ],
  [
    'Final-Recipient: rfc822;someone@example.com\nAction: delayed\nStatus: 4.4.7\nDiagnostic-Code: smtp;451 4.7.5 [internal] TLS negotiation failed\nWill-Retry-Until: Tue, 24 Nov 2026 10:00:00 +0000\n',
    '[internal] TLS negotiation failed',
    'yes',
    OURS,
  ],
  [
    '{"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": "bounce@simulator.example", "action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}]}',
    'X.1.1',
    'no',
    SES,
  ],
  [
    '   ----- The following addresses had permanent fatal errors -----\n<someone@example.com>\n    (reason: 550 5.1.1 <someone@example.com>... User unknown)\n\n   ----- Transcript of session follows -----\n>>> RCPT To:<someone@example.com>\n<<< 550 5.1.1 <someone@example.com>... User unknown\n',
    'X.1.1',
    'no',
    OLD_MTA,
  ],
  [
    'C: MAIL FROM:<a@example.org>\nS: 250 2.1.0 Ok\nC: RCPT TO:<b@example.com>\nS: 450 4.2.2 mailbox full\n',
    'X.2.2',
    'no',
    OURS,
  ],
  [
    '> Final-Recipient: rfc822; someone@example.com\n> Action: failed\n> Status: 5.7.1\n> Diagnostic-Code: smtp; 550-5.7.1 TLS is\n>  required by our policy\n',
    'words: tls',
    'yes',
    OURS,
  ],
  [
    'Received: from x (x [192.0.2.1]) by y with ESMTPS (TLS version 1.3)\n\tfor <a@example.com>; Mon, 1 Jun 2026\nX-SFDC-TLS-NoRelay: 1\n\n550 5.1.1 no such user',
    'X.1.1',
    'no',
    OURS,
  ],
];

export const BOUNCE_TEXTS: readonly BounceText[] = ROWS.map(([text, decides, tls, source]) => ({
  text,
  decides,
  tls,
  source,
}));
