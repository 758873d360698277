/**
 * The elements of Salesforce's `EmailAdministrationSettings` metadata type.
 *
 * Sources: Metadata API WSDLs 47.0 to 66.0, the Metadata API Developer Guide, and the published types up to October 2026.
 * The guide documents only some of them; the undocumented ones stand in files that real orgs retrieve.
 */

/** One element. Every one is an optional `xsd:boolean`. API versions are numbers such as `47`. */
export interface ElementFact {
  readonly name: string;
  /** First API version that has the element. */
  readonly since: number;
  /** First API version that no longer has it. */
  readonly removedIn?: number;
  /** Not to be deployed any more, though still known to the API. */
  readonly deprecated?: string;
  /** Described in the Metadata API Developer Guide. */
  readonly documented: boolean;
  /** The documented default, in words where it depends on the org. Absent: not documented. */
  readonly default?: string;
  /** What else must hold for the value `true`. */
  readonly dependency?: string;
  /** What it does. */
  readonly meaning: string;
  /** What it does to outbound mail, where the sources say so. */
  readonly mail?: string;
}

export const ROOT_ELEMENT = 'EmailAdministrationSettings';
export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

/** The newest API version the table was checked against. Later versions may know more elements. */
export const NEWEST_KNOWN_API = 67;

const UNDOCUMENTED = 'Undocumented: the Metadata API Developer Guide does not describe it.';

export const ELEMENTS: readonly ElementFact[] = [
  {
    name: 'enableComplianceBcc',
    since: 47,
    documented: true,
    default: 'false',
    dependency: 'an address, which is set only in Setup > Compliance BCC Email',
    meaning: 'Sends a copy of each outbound email to a compliance address.',
    mail: 'Every outbound email gets a further recipient.',
  },
  {
    name: 'enableEmailConsentManagement',
    since: 47,
    documented: true,
    default: 'false',
    meaning: "Enforces the recipients' email privacy settings.",
  },
  {
    name: 'enableEmailSenderIdCompliance',
    since: 47,
    documented: true,
    default: 'false',
    dependency: '`enableEmailSpfCompliance` is `true`',
    meaning: 'Adds a Sender header so that mail passes Sender ID checks.',
    mail: 'With an email relay, Salesforce recommends turning it off.',
  },
  {
    name: 'enableEmailSpfCompliance',
    since: 47,
    documented: true,
    default: 'true',
    meaning:
      "Uses a Salesforce envelope sender so that mail passes SPF checks ('compliance with standard email security mechanisms').",
    mail: 'Rewrites the envelope sender. With an email relay, Salesforce recommends turning it off, since the rewritten sender breaks SPF after the relay.',
  },
  {
    name: 'enableEmailToSalesforce',
    since: 47,
    documented: true,
    default: 'false',
    meaning: 'Turns on Email to Salesforce.',
  },
  { name: 'enableEmailTrackingIPBlocklist', since: 52, documented: false, meaning: UNDOCUMENTED },
  {
    name: 'enableEmailWorkflowApproval',
    since: 47,
    documented: true,
    default: 'false',
    meaning: 'Lets users approve or reject by replying to an email.',
  },
  {
    name: 'enableEnhancedEmailEnabled',
    since: 47,
    documented: true,
    default: 'true',
    meaning: 'Turns on Enhanced Email.',
  },
  {
    name: 'enableHandleBouncedEmails',
    since: 47,
    documented: true,
    default: 'true',
    meaning: 'Bounce management: bounces come back to Salesforce, which marks records whose address does not exist.',
    mail: 'On: a bounce goes to Salesforce, and the sender gets a copy only with `enableResendBouncedEmails`. Off: the bounce goes to the sender. Email alerts of workflow rules and Process Builder bypass it.',
  },
  {
    name: 'enableHtmlEmail',
    since: 47,
    documented: true,
    default: 'false',
    meaning: 'Renders HTML in Email-to-Case messages; says nothing about outbound mail.',
  },
  {
    name: 'enableInternationalEmailAddresses',
    since: 49,
    documented: true,
    default: "`true` in orgs created in Summer '20 or later, else `false`",
    meaning: 'Allows non-Latin characters in email addresses.',
  },
  {
    name: 'enableListEmailLogActivities',
    since: 47,
    documented: true,
    default: 'true',
    meaning: 'Logs list emails as activities.',
  },
  {
    name: 'enableResendBouncedEmails',
    since: 47,
    documented: true,
    default: 'false',
    dependency: '`enableHandleBouncedEmails` is `true`',
    meaning: "Forwards a copy of the bounce message to the sender ('return to sender').",
    mail: 'Off: if bounce management is on, the sender usually gets no notice of a bounce.',
  },
  {
    name: 'enableRestrictTlsToDomains',
    since: 47,
    documented: true,
    default: 'false',
    dependency: 'a TLS setting other than Preferred and a domain list; both exist only in Setup > Deliverability',
    meaning:
      'Says whether the TLS setting applies only to the listed domains (`true`) or to all outbound mail (`false`).',
    mail: 'With `true`, mail to domains that are not on the list is sent as under Preferred.',
  },
  {
    name: 'enableSendThroughGmailPref',
    since: 47,
    documented: true,
    deprecated: 'deploying it has failed since API 47.0',
    meaning: 'Deprecated.',
  },
  {
    name: 'enableSendViaExchangePref',
    since: 47,
    documented: true,
    default: 'false',
    meaning: 'Lets users send through Office 365.',
  },
  {
    name: 'enableSendViaGmailPref',
    since: 47,
    documented: true,
    default: 'false',
    meaning: 'Lets users send through Gmail.',
  },
  {
    name: 'enableSetMatchingEmailsOnBounce',
    since: 47,
    removedIn: 50,
    documented: false,
    meaning: UNDOCUMENTED,
  },
  { name: 'enableTinyMceSalesEmailEnabled', since: 60, documented: false, meaning: UNDOCUMENTED },
  {
    name: 'enableUseOrgFootersForExtTrans',
    since: 47,
    documented: true,
    default: 'false',
    meaning: 'Adds the org-wide footer to mail sent through Gmail or Office 365.',
  },
  { name: 'enableVerifyEmailDomainByDkim', since: 57, documented: false, meaning: UNDOCUMENTED },
  { name: 'sendEmailsEvenWhenAutomationUpdatesSameRecord', since: 47, documented: false, meaning: UNDOCUMENTED },
  {
    name: 'sendMassEmailNotification',
    since: 47,
    documented: true,
    default: 'true',
    meaning: 'Sends the sender a status message for each mass email.',
  },
  {
    name: 'sendTextOnlySystemEmails',
    since: 47,
    documented: true,
    default: 'false',
    meaning: 'Sends system email as plain text only.',
  },
];

const byName = new Map(ELEMENTS.map((element) => [element.name, element]));

/** Looks an element up by its exact, case-sensitive name. */
export function elementFact(name: string): ElementFact | undefined {
  return byName.get(name);
}
