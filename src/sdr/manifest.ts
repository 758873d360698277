import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import { NEWEST_KNOWN_API } from '../project/settings/elements.ts';
import { sfdxProject } from './components.ts';
import { attempt, type LoadResult } from './loadResult.ts';

/** A package.xml of nothing but a project's email settings. */
export interface EmailManifest {
  readonly xml: string;
  /** The names of type Settings. */
  readonly members: readonly string[];
  readonly version: string;
  /** Whether the project says that version. */
  readonly versionGiven: boolean;
  /** Whether the project holds what the manifest names. */
  readonly present: boolean;
}

const MAIN = 'EmailAdministration';
const EMAIL_SETTINGS: readonly string[] = [MAIN, 'EmailAuthorization'];

/** For the SFDX project in a folder. One without email settings gets a manifest to retrieve them with. */
export const emailManifest = (root: string): Promise<LoadResult<EmailManifest>> =>
  attempt(async () => {
    const { settings, registry, sourceApiVersion } = await sfdxProject(root);
    const found = settings.filter(({ fullName }) => EMAIL_SETTINGS.includes(fullName));
    const components = found.length > 0 ? found : [{ fullName: MAIN, type: 'Settings' }];
    const set = new ComponentSet(components, registry);
    const given = typeof sourceApiVersion === 'string' && /^\d{2,3}\.0$/.test(sourceApiVersion);
    // Without a version the set would ask Salesforce's servers for the newest.
    const version = given ? sourceApiVersion : `${NEWEST_KNOWN_API}.0`;
    set.sourceApiVersion = version;
    const { Package } = await set.getObject();
    return {
      xml: `${(await set.getPackageXml()).trimEnd()}\n`,
      members: Package.types.flatMap(({ members }) => members),
      version,
      versionGiven: given,
      present: found.length > 0,
    };
  });
