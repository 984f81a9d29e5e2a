import { Command, CommanderError } from 'commander';
import { appVersion } from '#headless/app-root.ts';
import { createCli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT, exitCodeOf, toFailure } from '#headless/cli/failure.ts';
import { assertNode } from '#headless/cli/node-version.ts';
import type { Output } from '#headless/cli/output.ts';
import { addAuditCommand } from '#headless/cli/audit.ts';
import { addBackupCommands } from '#headless/cli/backup.ts';
import { addCampaignCommands } from '#headless/cli/campaign.ts';
import { addContactsCommands } from '#headless/cli/contacts.ts';
import { addCreditsCommands } from '#headless/cli/credits.ts';
import { addBackupsCommands } from '#headless/cli/backups.ts';
import { addDoctorCommand } from '#headless/cli/doctor.ts';
import { addGatewayCommands } from '#headless/cli/gateway.ts';
import { addHlrCommand } from '#headless/cli/hlr.ts';
import { addHistoryCommand } from '#headless/cli/history.ts';
import { addImportCommand } from '#headless/cli/import.ts';
import { addOtpCommands } from '#headless/cli/otp.ts';
import { addUncertainCommands } from '#headless/cli/uncertain.ts';
import { addPracticeCommand } from '#headless/cli/practice.ts';
import { addVerifyCommand } from '#headless/cli/receipt.ts';
import { addRepliesCommands } from '#headless/cli/replies.ts';
import { addSuppressCommands } from '#headless/cli/suppress.ts';
import { addTemplateCommands } from '#headless/cli/template.ts';
import { addRelayCommand } from '#headless/cli/relay.ts';
import { addRoutingCommands } from '#headless/cli/routing.ts';
import { addServeCommand } from '#headless/cli/serve.ts';
import { addUserCommands } from '#headless/cli/user.ts';

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
      outputError: (text, write) => write(`${sentence(text)}\n`),
    });
  addGatewayCommands(program, cli);
  addRoutingCommands(program, cli);
  addImportCommand(program, cli);
  addContactsCommands(program, cli);
  addSuppressCommands(program, cli);
  addRepliesCommands(program, cli);
  addTemplateCommands(program, cli);
  addCampaignCommands(program, cli);
  addHistoryCommand(program, cli);
  addOtpCommands(program, cli);
  addHlrCommand(program, cli);
  addUncertainCommands(program, cli);
  addCreditsCommands(program, cli);
  addUserCommands(program, cli);
  addAuditCommand(program, cli);
  addServeCommand(program, cli);
  addBackupCommands(program, cli);
  addBackupsCommands(program, cli);
  addDoctorCommand(program, cli);
  addVerifyCommand(program, cli);
  addPracticeCommand(program, cli);
  addRelayCommand(program, cli);
  try {
    assertNode(process.versions.node);
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

/** Once everything written so far has left this process. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

function usage(error: CommanderError, output: Output): number {
  if (error.exitCode === 0) return EXIT.done;
  const message =
    error.code === 'commander.help'
      ? 'No command was given. `siar --help` lists them.'
      : sentence(error.message);
  // Commander already said it on stderr for people.
  if (output.json) {
    output.failure({ code: 'usage', kind: 'invalid', message, details: { reason: error.code } });
  }
  return EXIT.usage;
}

/** What Commander says, as one sentence that tells where to look. */
function sentence(text: string): string {
  const said = text
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  const whole = `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
  return `${/[.)?]$/.test(whole) ? whole : `${whole}.`} Nothing was done; \`siar --help\`, also after a command, shows how.`;
}

// What a library still calls is for its makers to mend: it says nothing to the person at this screen.
process.noDeprecation = true;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away (`siar … | head`): that is its right.
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});
const exitCode = await run(process.argv.slice(2));
// A long document into a pipe may still be on its way, and exit would cut it off.
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(exitCode);
