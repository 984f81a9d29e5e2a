import type { Command } from 'commander';
import type { Cli } from '#headless/cli/cli.ts';
import { addApprovalCommands, approvalText } from '#headless/cli/template-approval.ts';
import { findTemplate } from '#headless/cli/names.ts';
import { chosenText } from '#headless/cli/message-text.ts';
import { table } from '#headless/cli/output.ts';

/** `siar template …`: saved texts. */
export function addTemplateCommands(program: Command, cli: Cli): void {
  const template = program.command('template').description('saved texts');
  template
    .command('add')
    .description('save a text')
    .argument('<name>', 'its name')
    .option('--text <text>', 'the text, with fields like {{ name }}')
    .option('--text-file <file>', 'a UTF-8 file with the text')
    .option('--category <name>', 'a word to group by', '')
    .action(
      async (name: string, options: { text?: string; textFile?: string; category: string }) => {
        const text = await chosenText(cli, options);
        await cli.withSiar(async ({ client }) => {
          const made = await client.templates.create({ name, text, category: options.category });
          cli.output.result(made, () => `Template “${made.name}” is saved (${made.id}).`);
        });
      },
    );
  template
    .command('ls')
    .alias('list')
    .description('show all templates')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const approvals = await client.approvals.all();
        const all = (await client.templates.all()).map((one) => ({
          ...one,
          approvals: approvals.filter(({ templateId }) => templateId === one.id),
        }));
        cli.output.result(all, () =>
          table(
            all,
            [
              { title: 'Id', align: 'right', text: ({ id }) => String(id) },
              { title: 'Template', text: ({ name }) => name },
              { title: 'Text', text: ({ text }) => text },
              {
                title: 'Approval',
                text: (one) => one.approvals.map(approvalText).join(', '),
              },
            ],
            'No template yet. `siar template add NAME --text TEXT` saves one.',
          ),
        );
      });
    });
  addApprovalCommands(template, cli);
  template
    .command('remove')
    .alias('rm')
    .description('remove a template; campaigns made from it keep their text')
    .argument('<name>', 'name or id')
    .action(async (nameOrId: string) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await findTemplate(client, nameOrId);
        await client.templates.remove({ id });
        cli.output.result({ id, name, removed: true }, () => `Template “${name}” is removed.`);
      });
    });
}
