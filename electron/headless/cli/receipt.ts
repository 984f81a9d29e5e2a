import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exportResultSchema } from '#shared/contract/base.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { FileVerdict } from '#core/reports/receipt/verify.ts';
import { interruptedFailure, type Cli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';
import { followJob } from '#headless/cli/jobs.ts';
import { number } from '#headless/cli/output.ts';

/** `siar campaign receipt`: writes the receipt of a campaign, sealed against changes. */
export function addCampaignReceipt(campaign: Command, cli: Cli): void {
  campaign
    .command('receipt')
    .description('write its receipt: every recipient, text, attempt and charge, sealed')
    .argument('<id>', 'id or name')
    .requiredOption('--out <file>', 'a .csv or .pdf file')
    .action(async (nameOrId: string, { out }: { out: string }) => {
      const format = formatOf(out);
      await cli.withSiar(
        async ({ client }) => {
          const { id } = await client.campaigns.find({ nameOrId });
          const target = { path: resolve(out) };
          const { jobId } = await client.reports.receipt({ id, format, target });
          const job = await followJob(cli, client, jobId, 'Writing', 'rows');
          if (job.state === 'cancelled') throw interruptedFailure();
          const { rows, file } = exportResultSchema.parse(job.result);
          const [newest] = await client.reports.receipts({ id });
          const seal = newest?.seal ?? null;
          cli.output.result({ rows, file, seal }, () =>
            [
              `The receipt of ${number(rows)} recipients is in ${file}`,
              `Seal: ${seal ?? '–'}. Note it elsewhere; \`siar verify ${file} --seal …\` compares it.`,
            ].join('\n'),
          );
        },
        { handlesInterrupt: true },
      );
    });
}

/** `siar verify`: checks a receipt by itself, on any computer and without a data folder. */
export function addVerifyCommand(program: Command, cli: Cli): void {
  program
    .command('verify')
    .description('check a receipt: names the first row that was changed')
    .argument('<file>', 'a receipt, .csv or .pdf')
    .option('--seal <hash>', 'the seal that was noted when it was written')
    .action(async (file: string, { seal }: { seal?: string }) => {
      const { verifyFile } = await import('#core/reports/receipt/verify.ts');
      const verdict = await verifyFile(resolve(file));
      const judged = judge(verdict, seal);
      cli.output.result({ ...judged, file, format: verdict.format }, () => judged.message);
      if (!judged.ok) throw new CommandEnd(EXIT.failed);
    });
}

function judge({ receipt, pages }: FileVerdict, wanted: string | undefined) {
  if (!receipt.ok) {
    if (receipt.problem === 'not-a-receipt') throw invalid('not-a-receipt', receipt.message);
    return receipt;
  }
  const { rows, seal, facts, totals } = receipt;
  const whole = { rows, seal, campaign: facts, totals };
  if (wanted !== undefined && wanted.toLowerCase() !== seal) {
    return {
      ...whole,
      ok: false,
      problem: 'other-seal',
      row: null,
      message: `The receipt is whole in itself, but its seal is ${seal}, not the one noted: it was made anew, or is another one.`,
    };
  }
  if (pages === 'changed') {
    return {
      ...whole,
      ok: false,
      problem: 'pages-changed',
      row: null,
      message:
        'The attached rows are whole, but the file was changed since it was written: its printed pages prove nothing. Save the attached CSV and use that.',
    };
  }
  const name = typeof facts['name'] === 'string' ? facts['name'] : '';
  return {
    ...whole,
    ok: true,
    message: `Whole: ${number(rows)} recipients of “${name}”, nothing changed. Seal: ${seal}`,
  };
}

function formatOf(out: string): 'csv' | 'pdf' {
  const format = /\.(csv|pdf)$/i.exec(out)?.[1]?.toLowerCase();
  if (format === 'csv' || format === 'pdf') return format;
  throw invalid(
    'bad-out-file',
    `--out ${out} must end in .csv or .pdf; the ending decides the format. Nothing was written.`,
  );
}
