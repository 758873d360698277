import type { EmailManifest } from '../sdr/bundle.ts';

/** What there is to know of a package.xml that was made: sentences. */
export const manifestNotes = ({
  present,
  versionGiven,
  version,
}: Pick<EmailManifest, 'present' | 'versionGiven' | 'version'>): readonly string[] => [
  ...(present ? [] : ['The project has no email settings yet: use the manifest to retrieve them.']),
  ...(versionGiven
    ? []
    : [`sfdx-project.json has no sourceApiVersion such as 66.0: a manifest without a version gets ${version}.`]),
];
