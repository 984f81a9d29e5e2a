import fc from 'fast-check';
import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  getByGatewayId,
  insertGatewayIds,
  listByGatewayId,
  sealGatewayIds,
} from '#core/delivery/id-queries.ts';
import { countUnfindable } from '#core/doctor/queries.ts';
import { migrate } from '#core/store/migrate.ts';
import { MIGRATIONS } from '#core/store/migrations/list.ts';
import type { Db } from '#core/store/db.ts';
import { makeFolder, removeFolder } from '#tests/support/test-core.ts';

const TWO_GATEWAYS = `
INSERT INTO gateways (id, name, driver, created_at, rate, profile, dlr_token) VALUES
  (1, 'One', 'practice', 0, 40, '{}', 'a'), (2, 'Two', 'practice', 0, 40, '{}', 'b');
INSERT INTO campaigns (id, name, state, text, gateway_id, sending_window, created_at)
  VALUES (1, 'C', 'finished', 'x', 1, 'always', 0);
`;
const INSERT = `INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts,
  credits, state, queued_at, gateway_message_id) VALUES (1, ?, ?, 'MY', '', 'x', 'gsm7', 1, 1, 'accepted', 0, ?)`;

let folder: string;
let db: Db;

beforeEach(async () => {
  folder = await makeFolder();
  db = new Database(join(folder, 'siar.db'));
});

afterEach(async () => {
  db.close();
  await removeFolder(folder);
});

function accept(gatewayId: number, gatewayMessageId: string): number {
  const row = db.prepare(INSERT).run(gatewayId, randomUUID(), gatewayMessageId);
  return Number(row.lastInsertRowid);
}

const find = (gatewayId: number, id: string) =>
  getByGatewayId<{ id: number }>(db, 'm.id', gatewayId, id)?.id;

describe('which message an id of a gateway belongs to', () => {
  // Few ids, so that gateways use them again; tiny runs, so that every way of keeping them comes up.
  const step = fc.oneof(
    fc.record({ gatewayId: fc.constantFrom(1, 2), id: fc.nat(12).map((n) => `id-${n}`) }),
    fc.constant('seal' as const),
  );

  it('is the last message that got it from this gateway, however the ids are kept', () => {
    migrate(db, ':memory:');
    db.exec(TWO_GATEWAYS);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        db.exec(
          'DELETE FROM messages; DELETE FROM recent_gateway_ids; DELETE FROM gateway_ids; DELETE FROM gateway_id_runs',
        );
        const last = new Map<string, number>();
        const all = new Map<string, number[]>();
        for (const one of steps) {
          if (one === 'seal') {
            sealGatewayIds(db, { size: 2, shortRuns: 3 });
            continue;
          }
          const messageId = accept(one.gatewayId, one.id);
          insertGatewayIds(db, [{ gatewayMessageId: one.id, messageId }]);
          last.set(`${one.gatewayId} ${one.id}`, messageId);
          all.set(one.id, [...(all.get(one.id) ?? []), messageId]);
        }
        for (let n = 0; n <= 12; n += 1) {
          const id = `id-${n}`;
          for (const gatewayId of [1, 2]) {
            expect(find(gatewayId, id)).toBe(last.get(`${gatewayId} ${id}`));
          }
          expect(listByGatewayId(db, id).toSorted((a, b) => a - b)).toEqual(all.get(id) ?? []);
        }
        expect(countUnfindable(db)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('is found in a database that an earlier Siar wrote', () => {
    const before = MIGRATIONS.filter(({ version }) => version < 180);
    migrate(db, ':memory:', before);
    db.exec(TWO_GATEWAYS);
    const ids = Array.from({ length: 500 }, () => randomUUID());
    const messages = ids.map((id) => accept(1, id));
    db.exec('CREATE INDEX probe ON contacts (id); ANALYZE; DROP INDEX probe');
    migrate(db, ':memory:');
    expect(ids.map((id) => find(1, id))).toEqual(messages);
    expect(find(2, ids[0]!)).toBeUndefined();
    expect(find(1, 'another')).toBeUndefined();
    expect(db.prepare('SELECT count(*) FROM sqlite_stat1').pluck().get()).toBe(0);
  });

  it('does not cost one look for each message', () => {
    migrate(db, ':memory:');
    db.exec(TWO_GATEWAYS);
    const ids = Array.from({ length: 5_000 }, () => randomUUID());
    db.transaction(() => {
      for (const id of ids) {
        insertGatewayIds(db, [{ gatewayMessageId: id, messageId: accept(1, id) }]);
        sealGatewayIds(db, { size: 10, shortRuns: 10 });
      }
    })();
    const count = (sql: string) => Number(db.prepare(sql).pluck().get());
    expect(count('SELECT count(*) FROM gateway_id_runs')).toBeLessThan(5_000 / 100 + 10);
    expect(count('SELECT count(*) FROM recent_gateway_ids')).toBeLessThan(10);
    // No step sorts, so the newest run that has it ends the look.
    const steps = db
      .prepare<[], { detail: string }>(
        `EXPLAIN QUERY PLAN SELECT m.id FROM gateway_id_runs r CROSS JOIN gateway_ids i ON i.run = r.run
         CROSS JOIN messages m ON m.id = i.message_id AND m.gateway_message_id = 'x'
         WHERE i.id_hash = 1 ORDER BY r.run DESC, i.message_id DESC LIMIT 1`,
      )
      .all()
      .map(({ detail }) => detail);
    expect(steps).toEqual([
      'SCAN r',
      'SEARCH i USING PRIMARY KEY (run=? AND id_hash=?)',
      'SEARCH m USING INTEGER PRIMARY KEY (rowid=?)',
    ]);
    for (const id of ids) expect(find(1, id)).toBeDefined();
  });
});
