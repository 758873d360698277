import { chownSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addressOf, serverFolder } from './namespace.mts';
import { type CertificateName, type Issued, type Pki } from './pki.mts';
import { domainOf, firstHostOf, type Server, type Setup } from './setup.mts';

/** A set-up with its address and the files of its certificates. */
export interface Placed {
  readonly setup: Setup;
  readonly address: string;
  readonly host: string;
  readonly certificates: readonly CertificateFile[];
  readonly sniCertificate: CertificateFile | undefined;
}

export interface CertificateFile {
  /** The key and the chain in one file. */
  readonly file: string;
  readonly issued: Issued;
}

export type PlacedOf<Program extends Server['program']> = Placed & {
  readonly setup: { readonly server: Extract<Server, { program: Program }> };
};

export function runsOn<Program extends Server['program']>(program: Program) {
  return (placed: Placed): placed is PlacedOf<Program> => placed.setup.server.program === program;
}

/** In the order of the addresses. */
export function place(setups: readonly Setup[], pki: Pki, owner: number): Promise<readonly Placed[]> {
  const folder = serverFolder('certificates');
  return Promise.all(
    setups.map(async (setup, index): Promise<Placed> => {
      const host = firstHostOf(setup);
      const files = async (name: CertificateName, use: string): Promise<CertificateFile> => {
        const issued = await pki.issue(name, { host, domain: domainOf(setup) });
        const file = path.join(folder, `${setup.name}-${use}.pem`);
        // Sendmail does not read a key that others may read, and Exim reads it as its own user.
        writeFileSync(file, issued.pem, { mode: 0o600 });
        if (setup.server.program === 'exim') chownSync(file, owner, owner);
        return { file, issued };
      };
      return {
        setup,
        address: addressOf(index + 1),
        host,
        certificates: await Promise.all(setup.certificates.map((name) => files(name, name))),
        sniCertificate: setup.sniCertificate && (await files(setup.sniCertificate, 'sni')),
      };
    }),
  );
}
