import { InvalidArgumentError, Option, type Command } from 'commander';
import { AUDIT_OUTCOMES, type AuditOutcome } from '#shared/contract/audit.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { exportTarget, finishExport } from '#headless/cli/export-file.ts';
import { moment, number, table } from '#headless/cli/output.ts';
import { findUser } from '#headless/cli/names.ts';

type Options = {
  user?: string;
  action?: string;
  outcome?: AuditOutcome;
  from?: number;
  to?: number;
  limit: number;
  out?: string;
};

/** `siar audit`: who did what. */
export function addAuditCommand(program: Command, cli: Cli): void {
  program
    .command('audit')
    .description('show who did what, newest first')
    .option('--user <user>', 'only this user (name or id)')
    .option('--action <action>', 'only these acts, such as campaigns or campaigns.start')
    .addOption(new Option('--outcome <outcome>', 'only acts that ended so').choices(AUDIT_OUTCOMES))
    .option('--from <date>', 'from this day or moment on', dateOf)
    .option('--to <date>', 'before this day or moment', dateOf)
    .option('--limit <number>', 'at most so many', wholeNumber(1, 500), 50)
    .option('--out <file>', 'write all that match to a .csv or .xlsx file instead')
    .action(async ({ user, limit, out, ...rest }: Options) => {
      const target = out === undefined ? null : exportTarget(out);
      await cli.withSiar(
        async ({ client }) => {
          const userId = user === undefined ? undefined : (await findUser(client, user)).id;
          const filter = { ...rest, userId };
          if (target) {
            const { jobId } = await client.audit.export({ ...filter, ...target });
            return finishExport(cli, client, jobId);
          }
          const { total, rows } = await client.audit.page({ ...filter, limit });
          cli.output.result({ total, rows }, () => {
            const shown = table(
              rows,
              [
                { title: 'When', text: ({ at }) => moment(at) },
                { title: 'User', text: ({ userName }) => userName ?? '–' },
                { title: 'Via', text: ({ via }) => via },
                { title: 'Act', text: ({ action }) => action },
                { title: 'On', text: (entry) => entry.target },
                { title: 'Outcome', text: ({ outcome, code }) => code ?? outcome },
                { title: 'Detail', text: ({ detail }) => detail },
              ],
              'Nothing matches.',
            );
            return total > rows.length ? `${shown}\n… ${number(total - rows.length)} more` : shown;
          });
        },
        { handlesInterrupt: target !== null },
      );
    });
}

function dateOf(text: string): number {
  const at = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text).getTime();
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError(
    'It must be a day or a moment, like 2027-01-31 or 2027-01-31T09:30.',
  );
}
