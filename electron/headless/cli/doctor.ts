import type { Command } from 'commander';
import type { Check } from '#core/doctor/examine.ts';
import { readFailure } from '#shared/contract/to-failure.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';

type Findings = { checks: Check[]; locked: boolean };

/** `siar doctor`: looks through the data; `--unlock` lets a locked copy send. */
export function addDoctorCommand(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description('look whether the data is whole and may send')
    .option('--unlock', 'this is the right copy: allow sending from it')
    .action(async ({ unlock }: { unlock?: true }) => {
      const { checks, locked } = await examine(cli, unlock ?? false);
      const ok = checks.every((check) => check.ok);
      cli.output.result({ ok, checks, locked }, () =>
        [
          ...checks.map(({ ok: fine, name, message }) => `${fine ? '✓' : '✗'} ${name}: ${message}`),
          ok ? 'Everything is in order.' : advice(locked),
        ].join('\n'),
      );
      if (!ok) throw new CommandEnd(EXIT.failed);
    });
}

async function examine(cli: Cli, unlock: boolean): Promise<Findings> {
  const { examineDatabase, guardCheck } = await import('#core/doctor/examine.ts');
  let checks: Check[] = [];
  let locked = true;
  try {
    await cli.withSiar(
      async ({ client }) => {
        const guard = await client.host.guard();
        checks = examineDatabase(cli.dataFolder());
        const isWhole = checks.every((check) => check.ok);
        ({ locked } = guard);
        if (!guard.locked || !unlock || !isWhole) {
          checks.push(guardCheck(guard));
          return;
        }
        cli.output.note(guard.message ?? '');
        ({ locked } = await client.host.reconcile({ confirm: true }));
        checks.push({
          name: 'epoch',
          ok: true,
          message:
            'Sending was locked and is allowed now. Campaigns that waited are paused; resume them one by one.',
        });
      },
      { identity: unlock ? 'user' : 'none' },
    );
  } catch (error) {
    const failure = readFailure(error);
    if (failure?.code !== 'database-damaged') throw error;
    checks = [{ name: 'file', ok: false, message: failure.message }];
  }
  return { checks, locked };
}

function advice(locked: boolean): string {
  return locked
    ? 'Nothing is sent from this data.'
    : 'Make a copy of the data folder before anything else, then restore a backup that is whole.';
}
