import { settingDependency } from './support/settingDependency.ts';

export const resendNeedsBounceHandling = settingDependency({
  id: 'resend-needs-bounce-handling',
  setting: 'enableResendBouncedEmails',
  needs: 'enableHandleBouncedEmails',
  summary: '`enableResendBouncedEmails` is true while `enableHandleBouncedEmails` is false',
  consequence: 'The sender may not get a copy of a bounce',
});
