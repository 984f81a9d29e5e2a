import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { invalid } from '#shared/contract/errors.ts';
import { importResultSchema, type ImportResult } from '#shared/contract/imports.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';
import { interruptedFailure } from '#headless/cli/cli.ts';
import { followJob } from '#headless/cli/jobs.ts';
import { number } from '#headless/cli/output.ts';
import { describeRowErrors } from '#headless/cli/row-errors.ts';

type Options = {
  list: string;
  map?: string[];
  country?: string;
  sheet?: string;
  onDuplicate: 'skip' | 'update';
  dryRun?: true;
  errors?: string;
};

/** `siar import`: a spreadsheet into a list. */
export function addImportCommand(program: Command, cli: Cli): void {
  program
    .command('import')
    .description('import contacts from .csv, .tsv, .txt or .xlsx into a list')
    .argument('[file]', 'the spreadsheet')
    .requiredOption('--list <name>', 'list that gets the contacts; made if it does not exist')
    .option('--map <field=Column...>', 'which column is phone, name or a field; others are guessed')
    .option('--country <code>', 'country of numbers without one, such as MY')
    .option('--sheet <name>', 'sheet of an .xlsx file')
    .addOption(
      new Option('--on-duplicate <what>', 'contacts that exist already')
        .choices(['skip', 'update'])
        .default('skip'),
    )
    .option('--dry-run', 'check everything, change nothing')
    .option('--errors <file>', 'write every refused row and its reason to this file')
    .action(async (given: string | undefined, options: Options) => {
      const { file, columnsByHeader } = readMap(given, options.map ?? []);
      await cli.withSiar(
        async ({ client }) => {
          const { fileId } = await client.files.adopt({ path: resolve(file) });
          const { jobId } = await client.imports.start({
            fileId,
            columnsByHeader,
            listName: options.list,
            onDuplicate: options.onDuplicate,
            dryRun: options.dryRun ?? false,
            sheet: options.sheet,
            country: options.country?.toUpperCase(),
            errorsPath: options.errors === undefined ? undefined : resolve(options.errors),
          });
          const job = await followJob(cli, client, jobId, 'Importing', null);
          const result = importResultSchema.safeParse(job.result);
          if (!result.success) throw interruptedFailure();
          cli.output.result(result.data, () => describe(result.data, options.list));
          const { cancelled, rows, rejected } = result.data;
          if (cancelled || job.state === 'cancelled') throw new CommandEnd(EXIT.failed);
          if (rows > 0 && rejected === rows) {
            cli.output.note(
              'Every row was refused, so nobody was imported. Mend the file and import it again.',
            );
            throw new CommandEnd(EXIT.failed);
          }
        },
        { handlesInterrupt: true },
      );
    });
}

/** `--map a=B c=D FILE` also reads FILE into the option: what has no `=` is the file. */
function readMap(given: string | undefined, pairs: readonly string[]) {
  const columnsByHeader: Record<string, string> = {};
  let file = given;
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at > 0 && at < pair.length - 1) {
      columnsByHeader[pair.slice(0, at).trim()] = pair.slice(at + 1);
    } else if (file === undefined) {
      file = pair;
    } else {
      throw invalid(
        'bad-map',
        `--map ${pair} was not understood: write field=Column, such as phone="Mobile No". Nothing was imported.`,
      );
    }
  }
  if (file === undefined) {
    throw invalid(
      'no-file',
      'No file was named. Write: siar import FILE --list NAME. Nothing was imported.',
    );
  }
  return { file, columnsByHeader };
}

function describe(result: ImportResult, list: string): string {
  const lines = [
    result.dryRun ? 'Nothing was changed (dry run). It would be:' : null,
    result.cancelled ? 'Stopped. What was imported before is kept:' : null,
    `${number(result.rows)} rows: ${number(result.imported)} new, ${number(result.updated)} updated, ` +
      `${number(result.duplicates)} already there, ${number(result.rejected)} refused.`,
    `List “${list}” has ${number(result.listTotal)} contacts.`,
    ...Object.entries(result.repairs).map(
      ([repair, count]) => `Repaired: ${repair} (${number(count)})`,
    ),
  ];
  lines.push(...describeRowErrors(result.errors, result.rejected));
  if (result.errorsFile !== null) lines.push(`Refused rows are in ${result.errorsFile}`);
  return lines.filter((line) => line !== null).join('\n');
}
