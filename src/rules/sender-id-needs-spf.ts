import { settingDependency } from './support/settingDependency.ts';

export const senderIdNeedsSpf = settingDependency({
  id: 'sender-id-needs-spf',
  setting: 'enableEmailSenderIdCompliance',
  needs: 'enableEmailSpfCompliance',
  summary: '`enableEmailSenderIdCompliance` is true while `enableEmailSpfCompliance` is false',
  consequence: 'Mail may not get the Sender header for Sender ID',
});
