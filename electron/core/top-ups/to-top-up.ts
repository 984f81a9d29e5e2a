import { z } from 'zod';
import { topUpSchema, type TopUp, type TopUpWarning } from '#shared/contract/top-ups.ts';
import type { TopUpRow } from '#core/top-ups/queries.ts';

const slipsSchema = topUpSchema.shape.slips;

/** The shop as receipts name it. */
export const receiptShopSchema = z.object({
  name: z.string(),
  address: z.string(),
  registration: z.string(),
});

/** See receiptShopSchema. */
export type ReceiptShop = z.infer<typeof receiptShopSchema>;

/** R-2026-000001; null without a receipt. */
export function receiptNumber({ receiptYear, receiptNo }: TopUpRow): string | null {
  return receiptYear === null || receiptNo === null
    ? null
    : `R-${receiptYear}-${String(receiptNo).padStart(6, '0')}`;
}

/** A row as the contract shows it. */
export function toTopUp(row: TopUpRow): TopUp {
  const slips = slipsSchema.parse(JSON.parse(row.slips));
  return {
    id: row.id,
    gateway: { id: row.gatewayId, name: row.gatewayName },
    user: person(row.userId, row.userName),
    amountSen: row.amountSen,
    credits: row.credits,
    package: { amountSen: row.packageSen, credits: row.packageCredits },
    method: row.method,
    accountHolder: row.accountHolder,
    reference: row.reference,
    paidOn: row.paidOn,
    note: row.note,
    state: row.state,
    createdAt: row.createdAt,
    createdBy: person(row.createdBy, row.createdByName),
    decidedAt: row.decidedAt,
    decidedBy: person(row.decidedBy, row.decidedByName),
    reason: row.reason,
    receiptNumber: receiptNumber(row),
    reversal:
      row.reversedAt === null
        ? null
        : {
            at: row.reversedAt,
            by: person(row.reversedBy, row.reversedByName),
            reason: row.reversalReason ?? '',
          },
    slips,
    warnings: row.state === 'pending' ? warningsOf(row, slips.length) : [],
  };
}

function warningsOf(row: TopUpRow, slips: number): TopUpWarning[] {
  const warnings: [TopUpWarning, boolean][] = [
    ['no-slip', slips === 0],
    ['slip-used', row.slipUsed === 1],
    ['reference-used', row.referenceUsed === 1],
  ];
  return warnings.filter(([, holds]) => holds).map(([warning]) => warning);
}

function person(id: number | null, name: string | null) {
  return id === null ? null : { id, name: name ?? '' };
}
