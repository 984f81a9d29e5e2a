import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { makeFolder, aRunningCampaign, messagesOf, untilOver } from '#tests/support/test-core.ts';

type Attempt = {
  payload_hash: Buffer;
  state: string;
  outcome: string | null;
  reference: string;
  number: number;
};

it('commits the intent, with the hash of what is sent, before the gateway sees a byte (invariant 2)', async () => {
  const dataFolder = await makeFolder();
  const seen: { message: AcceptedMessage; attempts: Attempt[] }[] = [];
  let look: Database.Database | undefined;
  // Another connection sees only what is committed.
  const onAccept = (message: AcceptedMessage) => {
    look ??= new Database(join(dataFolder, 'siar.db'), { readonly: true });
    const attempts = look
      .prepare(
        `SELECT a.payload_hash, a.outcome, a.reference, a.number, m.state
         FROM attempts a JOIN messages m ON m.id = a.message_id WHERE m.msisdn = ?`,
      )
      .all(message.to) as Attempt[];
    seen.push({ message, attempts });
  };
  const { core, gatewayId } = await engineBed({
    dataFolder,
    script: { reports: false },
    server: { onAccept },
  });
  const { id } = await aRunningCampaign(core, {
    gatewayId,
    to: 150,
    text: 'Hai {{ name }}, 您好 "x"\nbaris 2',
  });
  await untilOver(core, id);
  look?.close();
  expect(seen).toHaveLength(150);
  for (const { message, attempts } of seen) {
    const payload = createHash('sha256').update(`${message.to}\0${message.text}`).digest();
    expect(attempts).toMatchObject([{ state: 'sending', outcome: null, number: 1 }]);
    expect(attempts[0]!.payload_hash.equals(payload)).toBe(true);
  }
  expect(new Set(seen.map(({ attempts }) => attempts[0]!.reference)).size).toBe(150);
  expect((await messagesOf(core, id)).every(({ state }) => state === 'accepted')).toBe(true);
});

it('keeps the promises of the disk: write-ahead log, full synchronisation, foreign keys', async () => {
  const { core } = await engineBed();
  const { db } = core.deps;
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
});
