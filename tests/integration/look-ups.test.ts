import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '#core/create-core.ts';
import type { DriverName } from '#shared/contract/gateways.ts';
import { LEDGER_CHECKS } from '#core/doctor/ledger-checks.ts';
import { createPracticeServer, type PracticeServer } from '#core/gateways/practice/server.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { MIGRATIONS } from '#core/store/migrations/list.ts';
import { migrate } from '#core/store/migrate.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { eventually, makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

const PHONE = '60123456789';
const DEAD = '60125550003';
const ABSENT = '60125550004';
const REFUSED = '60125550001';
const SILENT = '60125550011';

let folder = '';
let core: Core;
let practice: PracticeServer;
let gatewayId = 0;

async function start(script: PracticeScript = {}, createId?: () => string): Promise<void> {
  practice = await createPracticeServer({
    script: { reportDelayMs: 0, ...script },
    ...(createId && { createId }),
  });
  ({ id: gatewayId } = await core.client.gateways.add({
    name: 'Account',
    driver: 'practice',
    url: practice.url,
  }));
}

const latest = async (msisdn: string) =>
  (await core.client.lookUps.latest({ msisdns: [msisdn] }))[0];
const ask = (msisdns: string[], again = false) =>
  core.client.lookUps.ask({ gatewayId, msisdns, again });

async function answered(msisdn: string) {
  for (let tries = 0; tries < 200; tries++) {
    const found = await latest(msisdn);
    if (found?.state === 'answered') return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no result for ${msisdn}`);
}

const spent = () =>
  core.deps.db
    .prepare<[number], { balance: number }>(
      "SELECT balance FROM credit_accounts WHERE gateway_id = ? AND kind = 'spent'",
    )
    .get(gatewayId)?.balance ?? 0;

function assertBooksHold(): void {
  for (const { name, find } of LEDGER_CHECKS)
    expect(`${name} ${find(core.deps.db)}`).toBe(`${name} null`);
}

beforeEach(async () => {
  folder = await makeFolder();
  core = await openCore({ dataFolder: folder });
});
afterEach(async () => {
  assertBooksHold();
  await core.stop();
  await practice?.close();
  await removeFolder(folder);
});

describe('a look-up', () => {
  it('is asked once, booked, and remembered with the result that is called in', async () => {
    await start();
    await core.startEngine();
    const first = await ask(['012-345 6789', PHONE]);
    expect(first.entries).toMatchObject([
      { msisdn: PHONE, state: 'asked', credits: 1, remembered: false },
    ]);
    expect(await answered(PHONE)).toMatchObject({ result: 'reachable', word: 'DELIVRD' });
    const second = await ask([PHONE]);
    expect(second.entries).toMatchObject([{ state: 'answered', remembered: true }]);
    expect(spent()).toBe(1);
    expect(practice.counters().balance).toBe(99_999);
    const third = await ask([PHONE], true);
    expect(third.entries).toMatchObject([{ state: 'asked', remembered: false }]);
    expect(spent()).toBe(2);
    const { rows } = await core.client.credits.ledger({ gatewayId });
    expect(rows[0]).toMatchObject({ kind: 'charge', subject: { kind: 'look-up', name: PHONE } });
  });

  it('reads the gateway’s words by the profile, and calls no number dead on a word it does not know', async () => {
    await start();
    await core.startEngine();
    await ask([DEAD, ABSENT]);
    expect(await answered(DEAD)).toMatchObject({ result: 'dead', word: 'UNDELIV' });
    expect(await answered(ABSENT)).toMatchObject({ result: 'absent', word: 'EXPIRED' });
    const { profile } = await core.client.gateways.get({ id: gatewayId });
    const options = { lookUp: { words: { DELIVRD: 'reachable' } } };
    await core.client.gateways.saveProfile({
      id: gatewayId,
      profile: { ...profile, options } as never,
    });
    await ask([DEAD], true);
    await eventually(() => practice.counters().reports.pending === 0);
    expect(await answered(DEAD)).toMatchObject({ result: 'unknown', word: 'UNDELIV' });
  });

  it('takes a result under an id that was used before for the last question alone', async () => {
    await start({ reportDelayMs: 100 }, () => 'the-one');
    await core.startEngine();
    await ask([PHONE]);
    const before = await answered(PHONE);
    expect(before.result).not.toBe('dead');
    await ask([DEAD]);
    expect((await answered(DEAD)).result).toBe('dead');
    expect(await latest(PHONE)).toEqual(before);
  });

  it('costs nothing where it is refused, and is asked again then', async () => {
    await start();
    await core.startEngine();
    for (let times = 0; times < 2; times++) {
      const { entries } = await ask([REFUSED]);
      expect(entries).toMatchObject([{ state: 'refused', credits: null, remembered: false }]);
      expect(entries[0]?.reason).toContain('nothing was charged');
    }
    expect(spent()).toBe(0);
    expect(await latest(REFUSED)).toBeUndefined();
  });

  it('that nobody answers may have cost a credit, and is not repeated by itself', async () => {
    await start({ faults: [{ match: { endpoint: 'hlr' }, at: 'after-accept', action: 'reset' }] });
    await core.startEngine();
    const { entries } = await ask([SILENT]);
    expect(entries).toMatchObject([{ state: 'uncertain', credits: null }]);
    expect(entries[0]?.reason).toContain('looked up and charged');
    expect((await ask([SILENT])).entries).toMatchObject([{ state: 'uncertain', remembered: true }]);
    expect(practice.counters().balance).toBe(99_999);
  });

  it('asks nothing while nobody could take the result', async () => {
    await start();
    const { entries } = await ask([PHONE]);
    expect(entries).toMatchObject([{ state: 'refused', code: 'no-address' }]);
    expect(practice.counters().balance).toBe(100_000);
    const offers = await core.client.lookUps.offers();
    expect(offers).toMatchObject([{ gatewayId, credits: 1, practice: true }]);
    expect(offers[0]?.problem).toContain('no address');
  });

  it.each<DriverName>(['sms123', 'twilio', 'http'])('is not offered by %s', async (driver) => {
    await start();
    const secrets = {
      sms123: { apiKey: 'k' },
      twilio: { accountSid: 'a', authToken: 'b' },
      http: {},
    }[driver as 'http'];
    const other = await core.client.gateways.add({
      name: 'Other',
      driver,
      url: practice.url,
      secrets,
    });
    expect(other.capabilities.lookUp).toBe(false);
    await expect(
      core.client.lookUps.ask({ gatewayId: other.id, msisdns: [PHONE] }),
    ).rejects.toMatchObject({ data: { code: 'no-look-up' } });
  });

  it('is forgotten after the days of the settings', async () => {
    await core.stop();
    const clock = createShiftedClock();
    core = await openCore({ dataFolder: folder, clock });
    await start();
    await core.startEngine();
    await core.client.settings.update({ lookUpDays: 7 });
    await ask([PHONE]);
    await answered(PHONE);
    clock.advance(6 * 86_400_000);
    expect((await ask([PHONE])).entries[0]?.remembered).toBe(true);
    clock.advance(2 * 86_400_000);
    expect((await ask([PHONE])).entries[0]?.remembered).toBe(false);
  });

  it('that was cut off by a crash is in doubt afterwards and holds no credits', async () => {
    await start();
    core.deps.db
      .prepare(
        "INSERT INTO look_ups (gateway_id, msisdn, state, started_at) VALUES (?, ?, 'asking', 1)",
      )
      .run(gatewayId, PHONE);
    await core.stop();
    core = await openCore({ dataFolder: folder });
    expect(await latest(PHONE)).toMatchObject({ state: 'uncertain' });
  });
});

it('the ledger takes look-ups after the update, and keeps every booking, trigger and reference', async () => {
  await start();
  const path = `${folder}/older.db`;
  const db = new Database(path);
  db.pragma('foreign_keys = ON');
  onTestFinished(() => void db.close());
  migrate(
    db,
    path,
    MIGRATIONS.filter(({ version }) => version < 140),
  );
  db.exec(`
    INSERT INTO gateways (id, name, driver, rate, profile, dlr_token, created_at) VALUES (1, 'A', 'esms', 1, '{}', 't', 1);
    INSERT INTO credit_accounts (id, gateway_id, kind) VALUES (1, 1, 'purchases'), (2, 1, 'user');`);
  for (let id = 1; id <= 50; id++) {
    db.transaction(() => {
      db.prepare('INSERT INTO credit_entries VALUES (?, 1, -5), (?, 2, 5)').run(id, id);
      db.prepare(
        "INSERT INTO credit_transactions (id, gateway_id, kind, at) VALUES (?, 1, 'top-up', 1)",
      ).run(id);
    })();
  }
  const pieces = () =>
    db
      .prepare(
        "SELECT type, name FROM sqlite_schema WHERE tbl_name = 'credit_transactions' ORDER BY name",
      )
      .all();
  const before = pieces();
  migrate(db, path);
  expect(pieces()).toEqual(before);
  expect(db.prepare('SELECT count(*) FROM credit_transactions').pluck().get()).toBe(50);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(() => db.exec("UPDATE credit_transactions SET reason = 'x'")).toThrow('append-only');
  expect(() => db.exec('DELETE FROM credit_transactions')).toThrow('append-only');
  expect(() =>
    db.exec(
      "INSERT INTO credit_transactions (id, gateway_id, kind, at) VALUES (99, 1, 'charge', 1)",
    ),
  ).toThrow('sum to zero');
});
