import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { mergePartReports, type ReportState } from '#shared/campaigns/lifecycle.ts';
import { insertGatewayIds } from '#core/delivery/id-queries.ts';
import { readState } from '#core/delivery/queries.ts';
import { applyWaitingReports, recordReport } from '#core/delivery/record-report.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';
import { aDatabase } from '#tests/support/ledger-model.ts';

/** Records that gateway 1 took a message of campaign 1 in so many parts, each under its own id. */
function accept(db: Db, ids: readonly string[]): number {
  return transaction(db, () => {
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits,
           state, attempts, queued_at, gateway_message_id)
         VALUES (1, 1, ?, 'MY', '', 'Hai', 'gsm7', ?, 1, 'accepted', 1, 0, ?)`,
      )
      .run(ids[0], ids.length, ids[0]);
    const messageId = Number(lastInsertRowid);
    for (const id of ids.slice(1)) {
      db.prepare(
        'INSERT INTO message_part_ids (gateway_id, gateway_message_id, message_id) VALUES (1, ?, ?)',
      ).run(id, messageId);
    }
    insertGatewayIds(db, [{ gatewayMessageId: ids[0] ?? '', messageId }]);
    applyWaitingReports(db, 1, messageId, ids, 1);
    return messageId;
  });
}

it('reports on parts end in the state of the worst, before or after the acceptance, repeated and in any order', () => {
  const db = aDatabase();
  onTestFinished(() => {
    db.close();
  });
  const word = fc.constantFrom<ReportState>('delivered', 'delivered', 'undelivered', 'expired');
  const coming = fc.integer({ min: 1, max: 4 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      reports: fc.array(fc.record({ part: fc.nat(count - 1), word }), { maxLength: 10 }),
      early: fc.nat(10),
    }),
  );
  let message = 0;
  fc.assert(
    fc.property(coming, ({ count, reports, early }) => {
      message += 1;
      const ids = Array.from({ length: count }, (_, part) => `m${message}-${part}`);
      const tell = (list: typeof reports) => {
        for (const { part, word: report } of list) {
          const one = { gatewayMessageId: ids[part] ?? '', report, reportedAt: null };
          transaction(db, () => recordReport(db, 1, one, 1));
        }
      };
      tell(reports.slice(0, early));
      const messageId = accept(db, ids);
      tell(reports.slice(early));
      const words = ids.map((_, i) =>
        reports.filter(({ part }) => part === i).map((one) => one.word),
      );
      expect(readState(db, messageId)).toBe(mergePartReports(words));
      // Everything once more, backwards: nothing changes.
      tell(reports.toReversed());
      expect(readState(db, messageId)).toBe(mergePartReports(words));
    }),
    { numRuns: 300 },
  );
});
