import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { some, type Look } from '#core/doctor/look.ts';
import { listBrokenReceipts, listWronglyReleased } from '#core/doctor/top-up-queries.ts';
import { slipPath } from '#core/top-ups/slips/keep-slip.ts';
import { listSlips } from '#core/top-ups/slips/queries.ts';

/** What must hold of top-ups, their receipts and their slips (decision record 0012). */
export function topUpChecks(dataFolder: string): Look[] {
  return [
    {
      name: 'receipts',
      fine: 'Receipts are numbered without a gap in every year.',
      find(db) {
        const wrong = listBrokenReceipts(db).map(
          ({ year, last, count }) => `${year}: ${count} receipts up to number ${last}`,
        );
        return wrong.length === 0 ? null : `Receipt numbers have gaps (${some(wrong)})`;
      },
    },
    {
      name: 'top-ups',
      fine: 'Every cleared top-up released its credits once, and none other did.',
      find(db) {
        const wrong = listWronglyReleased(db).map(
          ({ id, owed, booked }) => `top-up ${id}: ${booked} released, ${owed} owed`,
        );
        return wrong.length === 0 ? null : `Released credits differ (${some(wrong)})`;
      },
    },
    {
      name: 'slips',
      fine: 'Every payment slip lies in the data folder as it was attached.',
      find(db) {
        const wrong = listSlips(db).flatMap(({ topUpId, file, name, sha256 }) => {
          const is = hashOf(slipPath(dataFolder, file));
          if (is === sha256) return [];
          return [`${name} of top-up ${topUpId} ${is === null ? 'is missing' : 'was changed'}`];
        });
        return wrong.length === 0 ? null : `Restore a backup to get them back: ${some(wrong)}`;
      },
    },
  ];
}

function hashOf(path: string): string | null {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return null;
  }
}
