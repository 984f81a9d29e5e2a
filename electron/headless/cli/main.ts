import { Command, CommanderError } from 'commander';
import { appVersion } from '#headless/app-root.ts';
import { createCli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT, exitCodeOf, toFailure } from '#headless/cli/failure.ts';
import type { Output } from '#headless/cli/output.ts';
import { addBackupCommands } from '#headless/cli/backup.ts';
import { addCampaignCommands } from '#headless/cli/campaign.ts';
import { addContactsCommands } from '#headless/cli/contacts.ts';
import { addDoctorCommand } from '#headless/cli/doctor.ts';
import { addGatewayCommands } from '#headless/cli/gateway.ts';
import { addHistoryCommand } from '#headless/cli/history.ts';
import { addImportCommand } from '#headless/cli/import.ts';
import { addOtpCommands } from '#headless/cli/otp.ts';
import { addPracticeCommand } from '#headless/cli/practice.ts';
import { addSuppressCommands } from '#headless/cli/suppress.ts';
import { addTemplateCommands } from '#headless/cli/template.ts';
import { addServeCommand } from '#headless/cli/serve.ts';

/** Runs one command line and says the exit code. stdout carries the result and nothing else. */
async function run(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const program = new Command('siar');
  const cli = createCli(json, () => program.opts());
  program
    .description('Bulk-SMS campaigns from your own computer')
    .version(appVersion())
    .option('--data <folder>', 'data folder (else SIAR_DATA, else your own)')
    .option('--json', 'one JSON document on stdout, logs on stderr')
    .exitOverride()
    .configureOutput({
      writeErr: (text) => {
        if (!json) process.stderr.write(text);
      },
      outputError: (text, write) => write(text.replace(/^error: /, '')),
    });
  addGatewayCommands(program, cli);
  addImportCommand(program, cli);
  addContactsCommands(program, cli);
  addSuppressCommands(program, cli);
  addTemplateCommands(program, cli);
  addCampaignCommands(program, cli);
  addHistoryCommand(program, cli);
  addOtpCommands(program, cli);
  addServeCommand(program, cli);
  addBackupCommands(program, cli);
  addDoctorCommand(program, cli);
  addPracticeCommand(program, cli);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommandEnd) return error.exitCode;
    if (error instanceof CommanderError) return usage(error, cli.output);
    const failure = toFailure(error);
    if (failure.code === 'internal') cli.logger().error({ err: error }, 'the command failed');
    cli.output.failure(failure);
    return exitCodeOf(failure.kind);
  }
}

function usage(error: CommanderError, output: Output): number {
  if (error.exitCode === 0) return EXIT.done;
  const message =
    error.code === 'commander.help'
      ? 'No command was given. `siar --help` lists them.'
      : error.message.replace(/^error: /, '');
  // Commander already said it on stderr for people.
  if (output.json) {
    output.failure({ code: 'usage', kind: 'invalid', message, details: { reason: error.code } });
  }
  return EXIT.usage;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away (`siar … | head`): that is its right.
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});
process.exit(await run(process.argv.slice(2)));
