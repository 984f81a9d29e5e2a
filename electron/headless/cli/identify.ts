import type { SiarClient } from '#shared/contract/contract.ts';
import { invalid, refused } from '#shared/contract/errors.ts';
import type { SignInFile } from '#headless/cli/sign-in-file.ts';

/**
 * What a command needs of whoever runs it where users sign in: somebody who may act; anybody, also
 * nobody, with or without looking who it is (`maybe`, `none`); or somebody who may still have to
 * choose a new password (`any`).
 */
export type Identity = 'user' | 'any' | 'maybe' | 'none';

/**
 * Says who runs this command: `SIAR_USER` with `SIAR_PASSWORD`, else the kept sign-in. The command's
 * session has no other identity, whichever process serves it. Throws `sign-in-needed`,
 * `password-change-needed`, and what signing in throws.
 */
export async function identify(
  client: SiarClient,
  file: SignInFile,
  needed: Identity,
): Promise<void> {
  let session = await client.session.get();
  if (!session.signInOn || needed === 'none') return;
  const name = process.env['SIAR_USER'];
  const token = file.read();
  if (name) {
    const password = process.env['SIAR_PASSWORD'];
    if (!password) {
      throw invalid(
        'password-missing',
        'SIAR_USER names a user, but SIAR_PASSWORD is not set. Nothing was done; set both, or neither.',
      );
    }
    session = await client.session.signIn({ name, password });
  } else if (token !== null) {
    session = await client.session.resume({ token });
  }
  if (needed === 'maybe') return;
  if (session.user === null) {
    throw refused(
      'sign-in-needed',
      'This Siar has users, and nobody is signed in here. Nothing was done; run `siar user signin NAME`, or set SIAR_USER and SIAR_PASSWORD.',
    );
  }
  if (session.wait === 'new-password' && needed !== 'any') {
    throw refused(
      'password-change-needed',
      `${session.user.name} has to choose a new password first. Nothing was done; run \`siar user password\`.`,
    );
  }
}
