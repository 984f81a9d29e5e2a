import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { GatewayAccounts, LedgerRow } from '#shared/contract/credits.ts';
import { createRandom } from '#tests/crash/support/random.ts';
import { readRecord, startChild, startPracticeProcess } from '#tests/support/child.ts';
import { jsonOf, runSiar, temporaryFolder } from '#tests/support/siar-process.ts';

const OPERATIONS = 500;
/** Another day: `SIAR_DAY_SEED=7 npx vitest run tests/crash/credits-day.test.ts`. */
const SEED = Number(process.env['SIAR_DAY_SEED'] ?? 1);

const PASSWORD = 'a long password of the shop';
const AS_OWNER = { env: { SIAR_USER: 'Owner', SIAR_PASSWORD: PASSWORD } };

/** Does operations from `from` on; killed during `killAt`, after a moment. Answers the next to do. */
async function live(folder: string, url: string, from: number, killAt: number, afterMs: number) {
  const args = [folder, url, PASSWORD, SEED, from, OPERATIONS].map(String);
  const child = startChild('tests/crash/day-process.ts', args);
  let last = from;
  for (;;) {
    const line = await child.line();
    if (line === undefined) break;
    if (typeof line['op'] === 'number') last = line['op'];
    if (line['op'] === killAt) {
      // Meanwhile it may have gone on to the next ones.
      setTimeout(() => child.process.kill('SIGKILL'), afterMs);
    }
  }
  const code = await child.ended;
  if (killAt >= 0) expect(code).toBeNull();
  else expect(code, `seed ${SEED}`).toBe(0);
  return last + 1;
}

it('credits add up after a day of 500 operations, two of them killed', async () => {
  const folder = await temporaryFolder();
  onTestFinished(() => folder.remove());
  const data = join(folder.path, 'data');
  const record = join(folder.path, 'record');
  const practice = await startPracticeProcess(record, {
    balance: 1_000_000,
    reports: false,
    faults: [
      { match: { every: 7 }, at: 'before-accept', action: 'status', status: 9 },
      { match: { every: 31 }, at: 'after-accept', action: 'reset' },
      { match: { every: 43 }, at: 'before-accept', action: 'http-500' },
    ],
  });
  onTestFinished(async () => {
    await practice.stop();
  });
  const random = createRandom(SEED);
  const first = 100 + Math.floor(random() * 100);
  const second = 300 + Math.floor(random() * 100);
  let next = await live(data, practice.url, 0, first, random() * 15);
  expect(next).toBeGreaterThan(first);
  next = await live(data, practice.url, next, second, random() * 15);
  expect(next).toBeGreaterThan(second);
  expect(await live(data, practice.url, next, -1, 0)).toBe(OPERATIONS);

  const doctor = await runSiar(['--data', data, '--json', 'doctor'], AS_OWNER);
  expect(jsonOf(doctor), `seed ${SEED}`).toMatchObject({ ok: true });
  const ended = await runSiar(['--data', data, '--json', 'credits', 'ledger'], AS_OWNER);
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  // What the command prints, as its contract says.
  const ledger = jsonOf(ended) as unknown as {
    total: number;
    transactions: LedgerRow[];
    accounts: GatewayAccounts[];
  };
  expect(ledger.transactions).toHaveLength(ledger.total);
  expect(ledger.total).toBeGreaterThan(200);
  const sums = new Map<string, number>();
  for (const { id, gatewayId, entries } of ledger.transactions) {
    expect(
      entries.reduce((sum, { amount }) => sum + amount, 0),
      `booking ${id}`,
    ).toBe(0);
    for (const { account, userId, amount } of entries) {
      const key = `${gatewayId} ${account} ${userId ?? ''}`;
      sums.set(key, (sums.get(key) ?? 0) + amount);
    }
  }
  let all = 0;
  for (const { gatewayId, accounts, users } of ledger.accounts) {
    for (const [account, balance] of Object.entries(accounts ?? {})) {
      expect(sums.get(`${gatewayId} ${account} `) ?? 0, account).toBe(balance);
      all += balance;
    }
    for (const { userId, balance } of users) {
      expect(sums.get(`${gatewayId} user ${userId ?? ''}`) ?? 0, `user ${userId}`).toBe(balance);
      all += balance;
    }
  }
  expect(all).toBe(0);

  const db = new Database(join(data, 'siar.db'), { readonly: true });
  const charged = db
    .prepare<[], number>(
      'SELECT (SELECT total(charged) FROM messages) + (SELECT total(credits) FROM otp_log)',
    )
    .pluck()
    .get();
  db.close();
  const spent = ledger.accounts[0]?.accounts?.spent ?? 0;
  expect(spent).toBe(charged);
  // Every message is one part here: never is more booked than the gateway took.
  expect(spent).toBeGreaterThan(500);
  expect(spent).toBeLessThanOrEqual(readRecord(record).length);
}, 120_000);
