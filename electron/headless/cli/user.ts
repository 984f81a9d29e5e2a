import { InvalidArgumentError, Option, type Command } from 'commander';
import { invalid } from '#shared/contract/errors.ts';
import type { User } from '#shared/contract/users.ts';
import { ROLES, type Role } from '#shared/users/permissions.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { makePassword } from '#headless/cli/make-password.ts';
import { findUser } from '#headless/cli/names.ts';
import { moment, number, table } from '#headless/cli/output.ts';
import { readSecrets } from '#headless/cli/read-password.ts';
import { addOwnUserCommands, describeCode } from '#headless/cli/user-own.ts';

/** Credits a day; an option's value cannot be null. */
type Limit = number | 'none';
type AddOptions = { role?: Role; limit?: Limit; passwordStdin?: true };
type SetOptions = { role?: Role; limit?: Limit; name?: string };

/** `siar user …`: sub-accounts and one's own sign-in. */
export function addUserCommands(program: Command, cli: Cli): void {
  const user = program.command('user').description('who may do what, and who is signed in');
  user
    .command('add')
    .description('add a user; the first one is the owner, and from then on everybody signs in')
    .argument('<name>')
    .addOption(new Option('--role <role>', 'what the user may do').choices(ROLES))
    .option('--limit <credits>', 'credits a day, or none', dailyLimit)
    .option('--password-stdin', 'the password is the first line on stdin; else one is made up')
    .action(async (name: string, options: AddOptions) => {
      const given = options.passwordStdin
        ? await readSecrets({ fromStdin: true })('Password')
        : undefined;
      await cli.withSiar(({ client }) => addUser(cli, client, name, options, given));
    });
  user
    .command('list')
    .alias('ls')
    .description('show all users')
    .action(() =>
      cli.withSiar(async ({ client }) => {
        const all = await client.users.all();
        cli.output.result(all, () => userTable(all));
      }),
    );
  user
    .command('set')
    .description('change what a user may do')
    .argument('<user>', 'name or id')
    .addOption(new Option('--role <role>', 'what the user may do').choices(ROLES))
    .option('--limit <credits>', 'credits a day, or none', dailyLimit)
    .option('--name <name>', 'a new name')
    .action((nameOrId: string, { role, limit, name }: SetOptions) =>
      cli.withSiar(async ({ client }) => {
        const { id } = await findUser(client, nameOrId);
        show(cli, await client.users.update({ id, role, name, dailyLimit: toLimit(limit) }));
      }),
    );
  user
    .command('remove')
    .alias('disable')
    .description('no longer let a user sign in; what the user did stays')
    .argument('<user>', 'name or id')
    .action((nameOrId: string) =>
      cli.withSiar(async ({ client }) => {
        const { id } = await findUser(client, nameOrId);
        show(cli, await client.users.disable({ id }));
      }),
    );
  user
    .command('enable')
    .description('let a user sign in again')
    .argument('<user>', 'name or id')
    .action((nameOrId: string) =>
      cli.withSiar(async ({ client }) => {
        const { id } = await findUser(client, nameOrId);
        show(cli, await client.users.enable({ id }));
      }),
    );
  user
    .command('recovery-code')
    .description('make a new recovery code; the one before stops working')
    .action(() =>
      cli.withSiar(async ({ client }) => {
        const { recoveryCode } = await client.users.newRecoveryCode();
        cli.output.result({ recoveryCode }, () => describeCode(recoveryCode));
      }),
    );
  addOwnUserCommands(user, cli);
}

async function addUser(
  cli: Cli,
  client: SiarClient,
  name: string,
  { role, limit }: AddOptions,
  given: string | null | undefined,
): Promise<void> {
  if (given === null) {
    throw invalid('password-missing', 'No password came on stdin. Nothing was changed.');
  }
  const password = given ?? makePassword();
  const made = given === undefined ? { password } : {};
  const isFirst = !(await client.session.get()).signInOn && (role ?? 'owner') === 'owner';
  if (isFirst) {
    const { user, recoveryCode } = await client.users.begin({ name, password });
    cli.output.result({ ...user, ...made, recoveryCode }, () =>
      [
        `${user.name} is the owner, and from now on everybody has to sign in: \`siar user signin ${user.name}\`.`,
        ...(given === undefined ? [`Password: ${password}`] : []),
        describeCode(recoveryCode),
      ].join('\n'),
    );
    return;
  }
  const user = await client.users.create({
    name,
    role: role ?? 'sender',
    password,
    dailyLimit: toLimit(limit) ?? null,
  });
  cli.output.result({ ...user, ...made }, () =>
    [
      `${user.name} is a ${user.role} and has to choose a new password at the first sign-in.`,
      ...(given === undefined ? [`Password until then: ${password}`] : []),
    ].join('\n'),
  );
}

function show(cli: Cli, user: User): void {
  cli.output.result(user, () => userTable([user]));
}

function userTable(all: readonly User[]): string {
  return table(
    all,
    [
      { title: 'Id', align: 'right', text: ({ id }) => String(id) },
      { title: 'Name', text: ({ name }) => name },
      { title: 'Role', text: ({ role }) => role },
      {
        title: 'Credits a day',
        align: 'right',
        text: ({ dailyLimit: limit }) => (limit === null ? 'no limit' : number(limit)),
      },
      { title: 'Campaigns', align: 'right', text: ({ campaigns }) => number(campaigns) },
      { title: 'Last sign-in', text: ({ signedInAt }) => moment(signedInAt) || 'never' },
      { title: '', text: ({ disabledAt }) => (disabledAt === null ? '' : 'disabled') },
    ],
    'There are no users: nobody has to sign in. `siar user add NAME` makes the owner.',
  );
}

function dailyLimit(text: string): Limit {
  if (text === 'none') return text;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of credits, or none.');
}

function toLimit(limit: Limit | undefined): number | null | undefined {
  return limit === 'none' ? null : limit;
}
