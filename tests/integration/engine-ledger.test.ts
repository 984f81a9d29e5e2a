import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { settleCampaign } from '#core/credits/booking.ts';
import { recordAttempts, type AttemptResult } from '#core/sending/attempt-queries.ts';
import { claimMessages, type Claim } from '#core/sending/claim-queries.ts';
import { transaction } from '#core/store/statement.ts';
import {
  aGateway,
  aRunningCampaign,
  makeFolder,
  openCore,
  removeFolder,
} from '#tests/support/test-core.ts';

/** The statements that write down what is sent, without a gateway: batches of every mixture. */
async function aBed(to: number) {
  const dataFolder = await makeFolder();
  const core = await openCore({ dataFolder });
  onTestFinished(async () => {
    await core.stop();
    await removeFolder(dataFolder);
  });
  const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
  const { id: campaignId } = await aRunningCampaign(core, { gatewayId, to });
  const { db } = core.deps;
  const from = { campaignId, gatewayId, country: 'MY' };
  const claim = (messages: number, now = 1_800_000_000_000) =>
    transaction(db, () => claimMessages(db, from, { messages, parts: 1_000 }, now).claims);
  const record = (ended: { claim: Claim; result: AttemptResult }[]) =>
    transaction(db, () => {
      recordAttempts(db, ended, 7);
      settleCampaign(db, campaignId, { at: 7 });
    });
  return { db, campaignId, claim, record };
}

const NOTHING = { gatewayMessageId: null, parts: null, credits: null, notBefore: null };
const accepted = (gatewayMessageId: string, credits = 1): AttemptResult => ({
  outcome: 'accepted',
  code: '0',
  detail: null,
  gatewayMessageId,
  parts: credits,
  credits,
  to: 'accepted',
  notBefore: null,
});
const rejected = (code: string, detail: string): AttemptResult => ({
  ...NOTHING,
  outcome: 'rejected',
  code,
  detail,
  to: 'rejected',
});
const later: AttemptResult = {
  ...NOTHING,
  outcome: 'retryable',
  code: '6',
  detail: 'busy',
  to: 'queued',
  notBefore: 100,
};
const doubtful: AttemptResult = {
  ...NOTHING,
  outcome: 'ambiguous',
  code: 'TIMEOUT',
  detail: 'no answer',
  to: 'queued',
  notBefore: 100,
  inDoubt: true,
};

describe('a batch is written down message by message, however it is mixed', () => {
  it('gives each attempt its own number, reference and hash, also where some are tried again', async () => {
    const { db, claim, record } = await aBed(6);
    const first = claim(3);
    record(first.map((one) => ({ claim: one, result: later })));
    const second = claim(6);
    expect(second.map(({ messageId, attempt }) => [messageId, attempt])).toEqual([
      [4, 1],
      [5, 1],
      [6, 1],
      [1, 2],
      [2, 2],
      [3, 2],
    ]);
    const stored = db
      .prepare('SELECT id, message_id, number, reference, payload_hash FROM attempts ORDER BY id')
      .all();
    expect(stored).toEqual(
      [...first, ...second].map((one) => ({
        id: one.attemptId,
        message_id: one.messageId,
        number: one.attempt,
        reference: one.reference,
        payload_hash: createHash('sha256').update(`${one.msisdn}\0${one.text}`).digest(),
      })),
    );
    const references = second.map(({ reference }) => reference);
    expect(new Set(references).size).toBe(6);
    expect(second.map(({ reference }) => Number.parseInt(reference.slice(-8), 16))).toEqual(
      second.map(({ attemptId }) => attemptId),
    );
    for (const reference of references) {
      expect(reference).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    }
  });

  it('keeps every outcome apart: codes, words, ids, credits, times', async () => {
    const { db, claim, record } = await aBed(8);
    const claims = claim(8);
    const results = [
      accepted('id-1'),
      rejected('4', 'wrong\0number'),
      accepted('id-3', 2),
      later,
      rejected('4', 'another reason'),
      doubtful,
      accepted('id-7'),
      rejected('5', 'wrong\0number'),
    ];
    record(claims.map((one, i) => ({ claim: one, result: results[i] ?? later })));
    const messages = db
      .prepare(
        `SELECT state, code, reason, gateway_message_id AS gid, charged, not_before AS later, sent_at AS sent,
           final_at AS final, repeat_attempt AS again FROM messages ORDER BY id`,
      )
      .all();
    const sent = {
      state: 'accepted',
      code: '0',
      reason: null,
      later: null,
      sent: 7,
      final: null,
      again: null,
    };
    const refused = {
      state: 'rejected',
      gid: null,
      charged: 0,
      later: null,
      sent: null,
      final: 7,
      again: null,
    };
    const queued = {
      state: 'queued',
      gid: null,
      charged: 0,
      later: 100,
      sent: null,
      final: null,
      again: null,
    };
    expect(messages).toEqual([
      { ...sent, gid: 'id-1', charged: 1 },
      { ...refused, code: '4', reason: 'wrong\uFFFDnumber' },
      { ...sent, gid: 'id-3', charged: 2 },
      { ...queued, code: '6', reason: 'busy' },
      { ...refused, code: '4', reason: 'another reason' },
      { ...queued, code: 'TIMEOUT', reason: 'no answer', again: claims[5]?.attemptId },
      { ...sent, gid: 'id-7', charged: 1 },
      { ...refused, code: '5', reason: 'wrong\uFFFDnumber' },
    ]);
    const attempts = db
      .prepare(
        'SELECT outcome, code, detail, gateway_message_id AS gid, parts, credits FROM attempts ORDER BY id',
      )
      .all();
    expect(attempts).toEqual(
      results.map(({ outcome, code, detail, gatewayMessageId: gid, parts, credits }) => ({
        outcome,
        code,
        detail: detail?.replace('\0', '\uFFFD') ?? null,
        gid,
        parts,
        credits,
      })),
    );
    const counts = db
      .prepare(
        'SELECT state, messages, charged, held FROM campaign_gateway_counts WHERE messages > 0 ORDER BY state',
      )
      .all();
    expect(counts).toEqual([
      { state: 'accepted', messages: 3, charged: 4, held: 0 },
      { state: 'queued', messages: 2, charged: 0, held: 2 },
      { state: 'rejected', messages: 3, charged: 0, held: 0 },
    ]);
    expect(db.prepare('SELECT reserved, spent FROM credit_holds').get()).toEqual({
      reserved: 2,
      spent: 4,
    });
  });

  it('takes no words for others that only look like them', async () => {
    const { db, claim, record } = await aBed(4);
    const words = [
      [null, 'a'],
      ['null', 'a'],
      ['a', 'b 1 c'],
      ['a 3 b', 'c'],
    ] as const;
    const results = words.map(([code, detail]) => ({ ...rejected('', ''), code, detail }));
    record(claim(4).map((one, i) => ({ claim: one, result: results[i] ?? later })));
    const stored = db.prepare('SELECT code, reason FROM messages ORDER BY id').raw().all();
    expect(stored).toEqual(words);
  });

  it('does not move a message that is not on its way', async () => {
    const { db, claim, record } = await aBed(2);
    const [one] = claim(2);
    if (!one) throw new Error('nothing was claimed');
    record([{ claim: one, result: accepted('id-1') }]);
    record([{ claim: one, result: rejected('4', 'too late') }]);
    expect(
      db.prepare('SELECT state, gateway_message_id AS gid FROM messages WHERE id = 1').get(),
    ).toEqual({
      state: 'accepted',
      gid: 'id-1',
    });
  });
});
