import { setImmediate } from 'node:timers/promises';
import type { CampaignWithGateway } from '#core/campaigns/queries.ts';
import { Chain, RECEIPT_FORM, toCells } from '#core/reports/receipt/chain.ts';
import {
  beforeFirstMessage,
  listReceiptAttempts,
  nextReceiptMessages,
  readDatabaseId,
  type ReceiptAttempt,
  type ReceiptMessage,
} from '#core/reports/receipt/queries.ts';
import type { Db } from '#core/store/db.ts';

/** One line of a receipt: its cells and the hash that ends it. */
export type ReceiptLine = { kind: 'receipt' | 'message' | 'end'; cells: string[]; hash: string };

/** Messages per read: some ten milliseconds. */
const STEP = 500;

/** What the first line says, for people and for `siar verify`. */
export function factsOfReceipt(
  db: Db,
  row: CampaignWithGateway,
  made: { at: number; version: string; lists: readonly string[] },
) {
  return {
    form: RECEIPT_FORM,
    campaign: row.id,
    name: row.name,
    state: row.state,
    text: row.text,
    gateway: row.gateway_name,
    driver: row.gateway_driver,
    lists: made.lists,
    startedAt: toTime(row.started_at),
    finishedAt: toTime(row.finished_at),
    madeAt: toTime(made.at),
    madeBy: `Siar ${made.version}`,
    database: readDatabaseId(db),
  };
}

/** The totals of the last line: the sums over all message lines. */
export type ReceiptTotals = {
  rows: number;
  parts: number;
  predicted: number;
  charged: number;
  attempts: number;
  states: Record<string, number>;
};

/**
 * The lines of a campaign's receipt: facts, one line per recipient in frozen order, totals. Give it a
 * connection that sees one moment only. `onRows` hears how many messages are done.
 */
export async function* receiptLines(
  db: Db,
  campaignId: number,
  facts: object,
  onRows: (rows: number) => void,
): AsyncGenerator<ReceiptLine> {
  const chain = new Chain();
  const line = (kind: ReceiptLine['kind'], values: Parameters<typeof toCells>[0]): ReceiptLine => {
    const cells = toCells({ kind, ...values });
    return { kind, cells, hash: chain.add(cells) };
  };
  yield line('receipt', { row: 0, text: JSON.stringify(facts) });
  const totals: ReceiptTotals = {
    rows: 0,
    parts: 0,
    predicted: 0,
    charged: 0,
    attempts: 0,
    states: {},
  };
  for (let after = beforeFirstMessage(db, campaignId); ;) {
    const step = nextReceiptMessages(db, campaignId, after, STEP);
    const [first, last] = [step.at(0), step.at(-1)];
    if (!first || !last) break;
    const attempts = Map.groupBy(
      listReceiptAttempts(db, first.id, last.id),
      (attempt) => attempt.message_id,
    );
    for (const message of step) {
      totals.rows += 1;
      add(totals, message);
      yield line('message', valuesOf(totals.rows, message, attempts.get(message.id) ?? []));
    }
    onRows(totals.rows);
    after = last.id;
    await setImmediate();
  }
  yield line('end', {
    row: totals.rows + 1,
    text: JSON.stringify(totals),
    parts: totals.parts,
    predicted: totals.predicted,
    charged: totals.charged,
  });
}

function add(totals: ReceiptTotals, message: ReceiptMessage): void {
  totals.parts += message.parts;
  totals.predicted += message.credits;
  totals.charged += message.charged;
  totals.attempts += message.attempts;
  totals.states[message.state] = (totals.states[message.state] ?? 0) + 1;
}

function valuesOf(row: number, message: ReceiptMessage, attempts: readonly ReceiptAttempt[]) {
  return {
    row,
    to: message.msisdn,
    name: message.name,
    text: message.text,
    encoding: message.encoding,
    parts: message.parts,
    predicted: message.credits,
    charged: message.charged,
    state: message.state,
    code: message.code,
    reason: message.reason,
    'gateway id': message.gateway_message_id,
    'queued at': toTime(message.queued_at),
    'sent at': toTime(message.sent_at),
    'final at': toTime(message.final_at),
    attempts: JSON.stringify(
      attempts.map((attempt) => ({
        n: attempt.number,
        at: toTime(attempt.started_at),
        outcome: attempt.outcome,
        code: attempt.code,
        id: attempt.gateway_message_id,
        parts: attempt.parts,
        credits: attempt.credits,
      })),
    ),
  };
}

function toTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
