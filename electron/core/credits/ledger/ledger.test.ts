import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LEDGER_CHECKS } from '#core/doctor/ledger-checks.ts';
import type { AccountKind, TransactionKind } from '#shared/credits/ledger.ts';
import {
  bookAdjustment,
  bookOpening,
  creditTopUp,
  transferCredits,
} from '#core/credits/ledger/movements.ts';
import { postTransaction } from '#core/credits/ledger/post.ts';
import { accountBalance, isInUse } from '#core/credits/ledger/queries.ts';
import type { Db } from '#core/store/db.ts';
import { openDatabase } from '#core/store/open-database.ts';
import { transaction } from '#core/store/statement.ts';

/** A database in memory with gateways 1 and 2 and users 1 and 2. */
function aLedger(): Db {
  const db = openDatabase(':memory:');
  onTestFinished(() => {
    db.close();
  });
  for (const id of [1, 2]) {
    db.prepare(
      `INSERT INTO gateways (id, name, driver, rate, profile, dlr_token, created_at)
       VALUES (?, ?, 'esms', 40, '{}', '', 0)`,
    ).run(id, `Gateway ${id}`);
    db.prepare(
      "INSERT INTO users (id, name, role, password, created_at) VALUES (?, ?, 'sender', '', 0)",
    ).run(id, `User ${id}`);
  }
  return db;
}

const house = { kind: 'user', userId: null } as const;
const by = { actorId: null, at: 1 } as const;

function findings(db: Db): (string | null)[] {
  return LEDGER_CHECKS.map((check) => check.find(db));
}

describe('the ledger', () => {
  it('knows balances without adding up', () => {
    const db = aLedger();
    transaction(db, () => {
      creditTopUp(db, { gatewayId: 1, userId: null, credits: 2_000, topUpId: 7, ...by });
      transferCredits(db, { gatewayId: 1, from: null, to: 2, credits: 300, reason: 'May', ...by });
      bookAdjustment(db, { gatewayId: 1, userId: null, credits: -20, reason: 'panel', ...by });
    });
    expect(accountBalance(db, 1, house)).toBe(1_680);
    expect(accountBalance(db, 1, { kind: 'user', userId: 2 })).toBe(300);
    expect(accountBalance(db, 1, { kind: 'purchases' })).toBe(-2_000);
    expect(accountBalance(db, 1, { kind: 'adjustments' })).toBe(20);
    expect(accountBalance(db, 2, house)).toBe(0);
    expect(findings(db)).toEqual([null, null, null, null]);
  });

  it('refuses a booking that does not sum to zero, has no entries, or crosses gateways', () => {
    const db = aLedger();
    const post = (entries: Parameters<typeof postTransaction>[1]['entries']) => () =>
      transaction(db, () =>
        postTransaction(db, { kind: 'adjustment', gatewayId: 1, userId: null, entries, ...by }),
      );
    expect(post([{ account: house, amount: 5 }])).toThrow('sum to zero');
    expect(post([])).toThrow('sum to zero');
    expect(post([{ account: house, amount: 0.5 }])).toThrow('whole credits');
    transaction(db, () => {
      bookAdjustment(db, { gatewayId: 1, userId: null, credits: 1, reason: '', ...by });
      bookAdjustment(db, { gatewayId: 2, userId: null, credits: 1, reason: '', ...by });
    });
    // By hand, past the code: accounts 1 and 3 are of two gateways.
    const byHand = db.transaction(() => {
      db.exec('INSERT INTO credit_entries VALUES (9, 1, 5), (9, 3, -5)');
      db.exec(
        "INSERT INTO credit_transactions (id, gateway_id, kind, at) VALUES (9, 1, 'transfer', 1)",
      );
    });
    expect(byHand).toThrow('within one gateway');
  });

  it('is append-only, also for whoever has the database open', () => {
    const db = aLedger();
    transaction(db, () =>
      creditTopUp(db, { gatewayId: 1, userId: null, credits: 10, topUpId: 1, ...by }),
    );
    for (const sql of [
      'UPDATE credit_entries SET amount = amount * 2',
      'DELETE FROM credit_entries',
      'UPDATE credit_transactions SET at = 0',
      'DELETE FROM credit_transactions',
      'UPDATE credit_accounts SET user_id = 1 WHERE user_id IS NULL',
      'DELETE FROM credit_accounts',
      'INSERT INTO credit_entries VALUES (1, 1, 5)',
      "INSERT OR REPLACE INTO credit_transactions (id, gateway_id, kind, at) VALUES (1, 1, 'transfer', 1)",
    ]) {
      expect(() => db.exec(sql), sql).toThrow(/append-only|once|no more entries/);
    }
    // Entries without their transaction cannot be committed.
    expect(() => db.exec('INSERT INTO credit_entries VALUES (2, 1, 5), (2, 2, -5)')).toThrow(
      'FOREIGN KEY',
    );
    expect(findings(db)).toEqual([null, null, null, null]);
  });

  it('moves no more than there is', () => {
    const db = aLedger();
    expect(() =>
      transaction(db, () =>
        transferCredits(db, { gatewayId: 1, from: null, to: 1, credits: 1, reason: '', ...by }),
      ),
    ).toThrow('1 short of 1');
  });

  it('opens with what the gateway says is left, once, also when that is nothing', () => {
    const db = aLedger();
    const open = (gatewayId: number, balance: number) =>
      transaction(db, () => bookOpening(db, { gatewayId, balance, at: 1 }));
    expect(isInUse(db, 1)).toBe(false);
    expect(open(1, 500)).toBe(true);
    expect(open(1, 900)).toBe(false);
    expect(accountBalance(db, 1, house)).toBe(500);
    expect(open(2, 0)).toBe(true);
    expect(isInUse(db, 2)).toBe(true);
  });
});

type Step = { kind: AccountKind; gateway: number; user: number | null; amount: number };

describe('any history', () => {
  const user = fc.option(fc.integer({ min: 1, max: 2 }));
  const step = fc.record({
    kind: fc.constantFrom<AccountKind>('purchases', 'reserved', 'spent', 'adjustments'),
    gateway: fc.integer({ min: 1, max: 2 }),
    user,
    amount: fc.integer({ min: -5_000, max: 5_000 }).filter((amount) => amount !== 0),
  });
  const kindOf: Record<Exclude<AccountKind, 'user'>, TransactionKind> = {
    purchases: 'top-up',
    reserved: 'reserve',
    spent: 'charge',
    adjustments: 'adjustment',
  };

  it('leaves the balances of a model that only adds, also when bookings are rolled back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 60 }), (history) => {
        const db = openDatabase(':memory:');
        try {
          db.pragma('foreign_keys = OFF');
          const model = new Map<string, number>();
          const add = ({ gateway, amount }: Step, account: string) => {
            const key = `${gateway} ${account}`;
            model.set(key, (model.get(key) ?? 0) + amount);
          };
          for (const [one, isKept] of history) {
            const { kind, gateway: gatewayId, user: userId, amount } = one;
            if (kind === 'user') continue;
            const post = () => {
              postTransaction(db, {
                kind: kindOf[kind],
                gatewayId,
                userId,
                entries: [
                  { account: { kind }, amount },
                  { account: { kind: 'user', userId }, amount: -amount },
                ],
                ...by,
              });
              if (!isKept) throw new Error('given up');
            };
            try {
              transaction(db, post);
            } catch (error) {
              if (isKept) throw error;
              continue;
            }
            add(one, kind);
            add({ ...one, amount: -amount }, `user ${userId}`);
          }
          for (const [key, balance] of model) {
            const [gateway, kind, owner] = key.split(' ');
            const userId = owner === 'null' ? null : Number(owner);
            const account =
              kind === 'user'
                ? { kind: 'user' as const, userId }
                : { kind: kind as Exclude<AccountKind, 'user'> };
            expect(accountBalance(db, Number(gateway), account)).toBe(balance);
          }
          expect(findings(db).slice(0, 2)).toEqual([null, null]);
        } finally {
          db.close();
        }
      }),
      { numRuns: 60 },
    );
  });
});
