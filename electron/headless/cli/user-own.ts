import type { Command } from 'commander';
import { invalid, refused } from '#shared/contract/errors.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import type { Session } from '#shared/contract/users.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { makePassword } from '#headless/cli/make-password.ts';
import { findUser } from '#headless/cli/names.ts';
import { readSecrets, type SecretReader } from '#headless/cli/read-password.ts';

type Stdin = { passwordStdin?: true };

/** One's own sign-in: in, out, who, password, recovery. */
export function addOwnUserCommands(user: Command, cli: Cli): void {
  user
    .command('signin')
    .description('sign in; later commands on this computer go on in this name')
    .argument('<name>')
    .option('--password-stdin', 'password on the first line of stdin, a new one on the second')
    .action(async (name: string, { passwordStdin }: Stdin) => {
      const read = readSecrets({ fromStdin: passwordStdin ?? false });
      const password = process.env['SIAR_PASSWORD'] || (await read('Password'));
      if (!password) throw noPassword();
      await cli.withSiar(
        async ({ client }) => {
          let session = await client.session.signIn({ name, password });
          if (session.wait === 'new-password') session = await chooseNew(client, session, read);
          cli.signInFile().write((await client.session.keep()).token);
          cli.output.result(whoIs(session), () => describe(session));
        },
        { identity: 'none' },
      );
    });
  user
    .command('signout')
    .description('sign out on this computer')
    .option('--everywhere', 'also end every window, browser and command of this user')
    .action(({ everywhere }: { everywhere?: true }) =>
      cli.withSiar(
        async ({ client }) => {
          if (everywhere) await client.session.signOutEverywhere();
          const session = await client.session.signOut();
          cli.signInFile().remove();
          cli.output.result(whoIs(session), () => describe(session));
        },
        { identity: 'any' },
      ),
    );
  user
    .command('whoami')
    .description('who is signed in here')
    .action(() =>
      cli.withSiar(
        async ({ client }) => {
          const session = await client.session.get();
          cli.output.result(whoIs(session), () => describe(session));
        },
        { identity: 'maybe' },
      ),
    );
  addPasswordCommands(user, cli);
}

/** A new password, and what helps where it is forgotten. */
function addPasswordCommands(user: Command, cli: Cli): void {
  user
    .command('password')
    .description('change your own password, or give another user one to be changed at once')
    .argument('[user]', 'name or id; leave it away for your own')
    .option('--password-stdin', 'own: the old and the new one, a line each; else just the new one')
    .action(async (nameOrId: string | undefined, { passwordStdin }: Stdin) => {
      const read = readSecrets({ fromStdin: passwordStdin ?? false });
      await cli.withSiar(
        ({ client }) =>
          nameOrId === undefined
            ? changeOwn(cli, client, read)
            : reset(cli, client, nameOrId, passwordStdin ? read : null),
        { identity: 'any' },
      );
    });
  user
    .command('recover')
    .description('a new password for an owner who forgot it')
    .option('--name <name>', 'which owner, where there are several')
    .option('--password-stdin', 'the recovery code and the new password, a line each')
    .action(async ({ name, passwordStdin }: Stdin & { name?: string }) => {
      const read = readSecrets({ fromStdin: passwordStdin ?? false });
      const code = await read('Recovery code');
      const password = await readNew(read);
      if (!code || !password) throw noPassword();
      await cli.withSiar(
        async ({ client }) => {
          const { session, recoveryCode } = await client.session.recover({ code, name, password });
          cli.signInFile().write((await client.session.keep()).token);
          cli.output.result({ ...whoIs(session), recoveryCode }, () =>
            [
              describe(session),
              'The code you used no longer works.',
              describeCode(recoveryCode),
            ].join('\n'),
          );
        },
        { identity: 'none' },
      );
    });
}

/** What to do with a recovery code. */
export function describeCode(code: string): string {
  return `Recovery code: ${code}\nIt is shown this once. Write it down and keep it away from this computer: with it an owner who forgot the password gets a new one (\`siar user recover\`).`;
}

async function changeOwn(cli: Cli, client: SiarClient, read: SecretReader): Promise<void> {
  const before = await client.session.get();
  let session: Session;
  if (before.wait === 'new-password') {
    session = await chooseNew(client, before, read);
  } else {
    const current = await read('Present password');
    const next = await readNew(read);
    if (!current || !next) throw noPassword();
    session = await client.session.changePassword({ current, next });
  }
  // The kept sign-in ended with the old password.
  if (!process.env['SIAR_USER']) cli.signInFile().write((await client.session.keep()).token);
  cli.output.result(
    whoIs(session),
    () => 'Your password is changed; every other sign-in of yours has ended.',
  );
}

async function reset(
  cli: Cli,
  client: SiarClient,
  nameOrId: string,
  read: SecretReader | null,
): Promise<void> {
  const { id } = await findUser(client, nameOrId);
  const given = read === null ? undefined : await read('New password');
  if (given === null) throw noPassword();
  const password = given ?? makePassword();
  const user = await client.users.resetPassword({ id, password });
  cli.output.result({ ...user, ...(given === undefined ? { password } : {}) }, () =>
    [
      `${user.name} is signed out everywhere and has to choose a new password at the next sign-in.`,
      ...(given === undefined ? [`Password until then: ${password}`] : []),
    ].join('\n'),
  );
}

async function chooseNew(
  client: SiarClient,
  { user }: Session,
  read: SecretReader,
): Promise<Session> {
  const next = await readNew(read);
  if (next) return client.session.changePassword({ next });
  throw refused(
    'password-change-needed',
    `${user?.name ?? 'This user'} has to choose a new password first. Nothing was done; run this at a terminal, or give the new password on stdin with --password-stdin.`,
  );
}

/** A new password; at a terminal twice, so that a slip locks nobody out. */
async function readNew(read: SecretReader): Promise<string | null> {
  const next = await read('New password');
  if (!next || !process.stdin.isTTY) return next;
  if ((await read('New password again')) === next) return next;
  throw invalid('password-differs', 'The two are not the same. Nothing was changed; try again.');
}

function whoIs({ signInOn, user, wait }: Session) {
  return { signInOn, user, wait };
}

function describe({ signInOn, user, wait }: Session): string {
  if (!signInOn) return 'Nobody has to sign in here: there are no users.';
  if (!user) return 'Nobody is signed in here.';
  return wait === 'new-password'
    ? `${user.name} (${user.role}) has to choose a new password: \`siar user password\`.`
    : `${user.name} (${user.role}) is signed in here.`;
}

function noPassword() {
  return invalid(
    'password-missing',
    'No password was given. Nothing was done; type it at a terminal, or give it on stdin with --password-stdin.',
  );
}
