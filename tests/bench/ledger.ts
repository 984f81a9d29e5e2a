import { randomUUID } from 'node:crypto';
import { settleCampaign } from '#core/credits/booking.ts';
import { sealGatewayIds } from '#core/delivery/id-queries.ts';
import { recordReport } from '#core/delivery/record-report.ts';
import { recordAttempts } from '#core/sending/attempt-queries.ts';
import { claimMessages, type Claim } from '#core/sending/claim-queries.ts';
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
/** As the gateways answer: their ids are random. */
const ACCEPTED = {
  outcome: 'accepted',
  code: '0',
  detail: null,
  parts: 1,
  credits: 1,
  to: 'accepted' as const,
  notBefore: null,
};
let transactions = 0;
let flying: Claim[] = [];
const sending = await measure(() => {
  do {
    transaction(db, () => {
      const ended = flying.map((claim) => ({
        claim,
        result: { ...ACCEPTED, gatewayMessageId: randomUUID() },
      }));
      recordAttempts(db, ended, 1);
      sealGatewayIds(db);
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
