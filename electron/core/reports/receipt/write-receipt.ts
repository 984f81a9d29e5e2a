import { extname } from 'node:path';
import { readFile, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import { failed, invalid, refused } from '#shared/contract/errors.ts';
import { requireCampaign } from '#core/campaigns/actions.ts';
import {
  listCampaignLists,
  listCounts,
  type CampaignWithGateway,
} from '#core/campaigns/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { JobHandle } from '#core/jobs/job-runner.ts';
import type { CallContext } from '#core/ports.ts';
import { writeWhole } from '#core/reports/campaign/export-report.ts';
import { CSV_START, quoteCell } from '#core/reports/csv-text.ts';
import { resolveExportTarget } from '#core/reports/export-target.ts';
import { RECEIPT_COLUMNS } from '#core/reports/receipt/chain.ts';
import {
  factsOfReceipt,
  receiptLines,
  type ReceiptLine,
  type ReceiptTotals,
} from '#core/reports/receipt/lines.ts';
import { printReceipt, type PrintedRow } from '#core/reports/receipt/print-receipt.ts';
import { insertReceipt } from '#core/reports/receipt/queries.ts';
import { explainWriteError } from '#core/reports/write-table.ts';
import { readSettings } from '#core/settings/handlers.ts';
import type { Db } from '#core/store/db.ts';

type ReceiptDeps = Pick<CoreDeps, 'db' | 'clock' | 'jobs' | 'files' | 'host'>;

/** Where and as what a receipt is written. */
export type ReceiptWish = {
  id: number;
  format: 'csv' | 'pdf';
  target: { path: string } | { download: true };
};

/** More rows than this go as CSV: a PDF is made in memory, and its attachment is opened in memory. */
const MOST_IN_PDF = 200_000;
const MOST_PRINTED = 1_000;

/**
 * Writes a campaign's receipt in the background; answers the id of the job. Throws `not-sent` while
 * nothing was sent, `too-many-rows` for a PDF of a very large campaign.
 */
export async function startReceipt(
  deps: ReceiptDeps,
  context: CallContext,
  { id, format, target }: ReceiptWish,
): Promise<{ jobId: string }> {
  const row = requireCampaign(deps.db, id);
  if (row.state === 'draft' || row.state === 'freezing') {
    throw refused(
      'not-sent',
      'Nothing of this campaign was sent yet, so there is no receipt of it.',
    );
  }
  if ('path' in target && extname(target.path).toLowerCase() !== `.${format}`) {
    throw invalid('bad-format', `The file name must end in .${format}. Nothing was written.`, {
      format,
    });
  }
  const frozen = listCounts(deps.db, id).reduce((sum, { messages }) => sum + messages, 0);
  if (format === 'pdf' && frozen > MOST_IN_PDF) {
    throw refused(
      'too-many-rows',
      `A receipt of ${frozen} rows is too large for a PDF (${MOST_IN_PDF} at most). Nothing was written; write it as .csv.`,
      { rows: frozen, most: MOST_IN_PDF, case: 'receipt' },
    );
  }
  const label = `${row.name} receipt.${format}`;
  const to = await resolveExportTarget(deps.files, context, target, label);
  const job = deps.jobs.start('export', label, async (handle) => {
    const rows = await writeReceipt(deps, row, { path: to.path, format, frozen }, handle);
    return to.result(rows);
  });
  return { jobId: job.id };
}

/** Reads one moment of the database, however long it takes, while sending and reports go on. */
function openMoment(db: Db): Db {
  const moment = new Database(db.name, { readonly: true, fileMustExist: true });
  moment.exec('BEGIN');
  return moment;
}

async function writeReceipt(
  deps: ReceiptDeps,
  row: CampaignWithGateway,
  { path, format, frozen }: { path: string; format: 'csv' | 'pdf'; frozen: number },
  handle: JobHandle,
): Promise<number> {
  const madeAt = deps.clock.now();
  const csvPath = format === 'csv' ? path : `${path}.csv-${randomBytes(4).toString('hex')}`;
  const printed: PrintedRow[] = [];
  let end: ReceiptLine | undefined;
  const moment = openMoment(deps.db);
  try {
    const lists = listCampaignLists(moment, row.id).map((list) => list.list_name);
    const facts = factsOfReceipt(moment, row, { at: madeAt, version: deps.host.version, lists });
    const lines = receiptLines(moment, row.id, facts, (done) => handle.progress(done, frozen));
    await writeLines(csvPath, lines, handle.signal, (line) => {
      end = line;
      if (format === 'pdf' && line.kind === 'message' && printed.length < MOST_PRINTED) {
        printed.push(toPrinted(line));
      }
    });
    if (end === undefined) throw new Error('a receipt without its end');
    const totals: ReceiptTotals = JSON.parse(end.cells[4] ?? '{}');
    if (format === 'pdf') {
      const { language, shopName } = readSettings(deps.db);
      const pdf = await printReceipt({
        campaignName: row.name,
        gatewayName: row.gateway_name,
        startedAt: row.started_at,
        finishedAt: row.finished_at,
        madeAt,
        shopName,
        language,
        totals,
        seal: end.hash,
        rows: printed,
        csv: await readFile(csvPath),
      });
      await writeWhole(path, pdf);
    }
    const seal = end.hash;
    insertReceipt(deps.db, { campaignId: row.id, madeAt, format, rows: totals.rows, seal });
    return totals.rows;
  } finally {
    moment.close();
    if (csvPath !== path) await rm(csvPath, { force: true });
  }
}

function toPrinted({ cells, hash }: ReceiptLine): PrintedRow {
  const [, row, to = '', , text = '', , , , charged, state] = cells;
  return {
    row: Number(row),
    to,
    text,
    charged: Number(charged),
    state: MESSAGE_STATES.find((known) => known === state) ?? 'excluded',
    hash,
  };
}

/** Writes the lines whole or not at all. Throws `cancelled` when the signal fired. */
async function writeLines(
  path: string,
  lines: AsyncIterable<ReceiptLine>,
  signal: AbortSignal,
  note: (line: ReceiptLine) => void,
): Promise<void> {
  const temporary = `${path}.part-${randomBytes(4).toString('hex')}`;
  const stream = createWriteStream(temporary, { highWaterMark: 256 * 1024 });
  const broken = once(stream, 'error').then(([error]) => Promise.reject(error));
  broken.catch(() => undefined);
  try {
    stream.write(`${CSV_START}${RECEIPT_COLUMNS.join(',')}\r\n`);
    for await (const line of lines) {
      if (signal.aborted)
        throw failed('cancelled', 'The receipt was cancelled. No file was written.');
      note(line);
      const text = `${[...line.cells, line.hash].map(quoteCell).join(',')}\r\n`;
      if (!stream.write(text)) await Promise.race([broken, once(stream, 'drain')]);
    }
    stream.end();
    await Promise.race([broken, once(stream, 'close')]);
    await rename(temporary, path);
  } catch (error) {
    stream.destroy();
    await rm(temporary, { force: true });
    throw explainWriteError(error, path);
  }
}
