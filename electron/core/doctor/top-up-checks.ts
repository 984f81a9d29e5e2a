import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { say } from '#shared/said/say.ts';
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
        const wrong = listBrokenReceipts(db).map(({ year, last, count }) =>
          say('thing-receipts', { year, last, receipts: count }),
        );
        return wrong.length === 0 ? null : say('found-receipts', { things: some(wrong) });
      },
    },
    {
      name: 'top-ups',
      fine: 'Every cleared top-up released its credits once, and none other did.',
      find(db) {
        const wrong = listWronglyReleased(db).map((one) => say('thing-top-up', one));
        return wrong.length === 0 ? null : say('found-top-ups', { things: some(wrong) });
      },
    },
    {
      name: 'slips',
      fine: 'Every payment slip lies in the data folder as it was attached.',
      find(db) {
        const wrong = listSlips(db).flatMap(({ topUpId, file, name, sha256 }) => {
          const is = hashOf(slipPath(dataFolder, file));
          if (is === sha256) return [];
          const slip = { said: name, id: topUpId };
          return [is === null ? say('thing-slip-missing', slip) : say('thing-slip-changed', slip)];
        });
        return wrong.length === 0 ? null : say('found-slips', { things: some(wrong) });
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
