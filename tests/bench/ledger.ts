import { settleCampaign } from '#core/credits/booking.ts';
import { recordReport } from '#core/delivery/record-report.ts';
import { claimMessages, recordAttempt, type Claim } from '#core/sending/attempt-queries.ts';
import { transaction } from '#core/store/statement.ts';
import { measure, perThing, report } from '#tests/bench/measure.ts';
import {
  aGateway,
  aRunningCampaign,
  makeFolder,
  openCore,
  removeFolder,
} from '#tests/support/test-core.ts';

/** The database alone: claim and record in batches, then one report a transaction. `ledger.ts MESSAGES BATCH`. */
const [messages = '', batch = ''] = process.argv.slice(2);
const dataFolder = await makeFolder();
const core = await openCore({ dataFolder });
const { db } = core.deps;
const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
const { id } = await aRunningCampaign(core, { gatewayId, to: Number(messages) });
let transactions = 0;
let flying: Claim[] = [];
const sending = await measure(() => {
  do {
    transaction(db, () => {
      for (const claim of flying) {
        const result = { outcome: 'accepted', code: '0', detail: null, parts: 1, credits: 1 };
        const to = { to: 'accepted' as const, notBefore: null };
        recordAttempt(db, claim, { ...result, ...to, gatewayMessageId: claim.reference }, 1);
      }
      const from = { campaignId: id, gatewayId, country: 'MY' };
      flying = claimMessages(
        db,
        from,
        { messages: Number(batch), parts: Number.POSITIVE_INFINITY },
        1,
      ).claims;
      settleCampaign(db, id, { at: 1 });
    });
    transactions += 1;
  } while (flying.length > 0);
});
const ids = db
  .prepare('SELECT gateway_message_id FROM messages LIMIT 5000')
  .pluck()
  .all() as string[];
const reporting = await measure(() => {
  for (const gatewayMessageId of ids) {
    const report = { gatewayMessageId, report: 'delivered', reportedAt: 1 } as const;
    transaction(db, () => recordReport(db, gatewayId, report, 2));
  }
});
await core.stop();
await removeFolder(dataFolder);
report({
  ...perThing(Number(messages), sending),
  transactions: transactions / sending.seconds,
  reports: ids.length / reporting.seconds,
});
