import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { failed, invalid, refused } from '#shared/contract/errors.ts';
import { readFailure } from '#shared/contract/to-failure.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { number } from '#headless/cli/output.ts';

/** `siar backup` and `siar restore`: verified copies of the whole data. */
export function addBackupCommands(program: Command, cli: Cli): void {
  program
    .command('backup')
    .description('write a verified copy of all data, also while Siar is sending')
    .argument('<file>', 'where to; an older copy there is replaced once the new one is verified')
    .action(async (file: string) => backUp(cli, resolve(file)));
  program
    .command('restore')
    .description('put a copy back; the present data is kept beside it')
    .argument('<file>', 'a copy that `siar backup` wrote')
    .option('--force', 'take a damaged copy, as far as it can be read')
    .action(async (file: string, options: { force?: true }) => {
      await assertMayRestore(cli);
      const { restoreDatabase } = await import('#core/backup/restore.ts');
      const path = resolve(file);
      const { guard, ...restored } = await restoreDatabase({
        file: path,
        dataFolder: cli.dataFolder(),
        stateFolder: cli.stateFolder(),
        logger: cli.logger(),
        now: Date.now(),
        force: options.force ?? false,
      });
      const { locked } = guard;
      cli.output.result({ file: path, ...restored, locked, reason: guard.reason }, () =>
        [
          `Restored ${number(restored.contacts)} contacts and ${number(restored.messages)} messages.`,
          ...(restored.keptAs === null
            ? []
            : [`The data from before is kept as ${restored.keptAs}`]),
          ...(guard.message === null ? [] : [guard.message]),
        ].join('\n'),
      );
    });
}

async function backUp(cli: Cli, file: string): Promise<void> {
  if (!existsSync(dirname(file))) {
    throw invalid('no-such-folder', `There is no folder ${dirname(file)}. Nothing was written.`);
  }
  if (existsSync(file) && !statSync(file).isFile()) {
    throw invalid('not-a-file', `${file} is not a file. Nothing was written.`);
  }
  const fresh = `${file}.part-${randomUUID()}`;
  try {
    await cli.withSiar(async ({ client }) => {
      const { verifyCopy } = await import('#core/backup/verify-copy.ts');
      const expected = await client.host.copyDatabase({ path: fresh });
      const found = verifyCopy(fresh);
      if (found.contacts !== expected.contacts || found.messages !== expected.messages) {
        throw failed(
          'backup-incomplete',
          'The copy does not hold everything that the data holds, so it was thrown away. Nothing else was changed; try again.',
          { expected, found },
        );
      }
      renameSync(fresh, file);
      const { bytes, slips, missingSlips } = expected;
      await client.safety.noteBackup({ file, bytes, ...found });
      if (missingSlips > 0) {
        cli.output.note(
          `${number(missingSlips)} payment slips are not in the copy: their files are missing from the data folder (see \`siar doctor\`).`,
        );
      }
      cli.output.result({ file, bytes, ...found, slips, missingSlips }, () => {
        const size = (bytes / 1_048_576).toFixed(1);
        return `${number(found.contacts)} contacts and ${number(found.messages)} messages are in ${file} (${size} MB), verified.`;
      });
    });
  } finally {
    for (const rest of ['', '-wal', '-shm', '-journal']) rmSync(`${fresh}${rest}`, { force: true });
  }
}

/**
 * Where users sign in, putting other data in the place of theirs is the owner's act. A database that
 * cannot be opened any more has nobody to ask, and is what a restore is for.
 */
async function assertMayRestore(cli: Cli): Promise<void> {
  const { folderHasUsers } = await import('#core/users/folder-queries.ts');
  if (!folderHasUsers(cli.dataFolder())) return;
  try {
    await cli.withSiar(async ({ client }) => {
      const { permissions, user } = await client.session.get();
      if (permissions.includes('data.manage')) return;
      throw refused(
        'not-permitted',
        `A ${user?.role ?? 'stranger'} may not restore a copy. Nothing was changed; ask the owner of this Siar.`,
        { role: user?.role, permission: 'data.manage' },
      );
    });
  } catch (error) {
    const code = readFailure(error)?.code;
    if (code !== 'database-damaged' && code !== 'database-newer') throw error;
  }
}
