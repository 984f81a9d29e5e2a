import type { Command } from 'commander';
import type { Cli } from '#headless/cli/cli.ts';
import { exportTarget, finishExport } from '#headless/cli/export-file.ts';
import { findList } from '#headless/cli/names.ts';
import { number, table } from '#headless/cli/output.ts';

/** `siar contacts export` and `siar list ls`. */
export function addContactsCommands(program: Command, cli: Cli): void {
  const contacts = program.command('contacts').description('contacts');
  contacts
    .command('export')
    .description('write the contacts of a list to a file')
    .requiredOption('--list <name>', 'name or id of the list')
    .requiredOption('--out <file>', 'a .csv or .xlsx file')
    .action(async (options: { list: string; out: string }) => {
      const target = exportTarget(options.out);
      await cli.withSiar(
        async ({ client }) => {
          const list = await findList(client, options.list);
          const { jobId } = await client.contacts.export({ listId: list.id, ...target });
          await finishExport(cli, client, jobId);
        },
        { handlesInterrupt: true },
      );
    });

  const lists = program.command('list').description('lists of contacts');
  lists
    .command('ls')
    .alias('list')
    .description('show all lists')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const all = await client.lists.all();
        cli.output.result(all, () =>
          table(
            all,
            [
              { title: 'Id', align: 'right', text: ({ id }) => String(id) },
              { title: 'List', text: ({ name }) => name },
              { title: 'Contacts', align: 'right', text: (list) => number(list.contacts) },
            ],
            'No list yet. `siar import FILE --list NAME` makes one.',
          ),
        );
      });
    });
}
