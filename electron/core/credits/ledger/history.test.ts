import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MESSAGE_MOVES } from '#shared/campaigns/lifecycle.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import { reserveCampaign } from '#core/credits/cover.ts';
import {
  bookAdjustment,
  bookOpening,
  creditTopUp,
  transferCredits,
} from '#core/credits/ledger/movements.ts';
import { accountBalance } from '#core/credits/ledger/queries.ts';
import { LEDGER_CHECKS } from '#core/doctor/ledger-checks.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';
import {
  CAMPAIGN_USERS,
  GATEWAYS,
  PAYERS,
  aDatabase,
  book,
  copyOf,
  heldMore,
  of,
  payerOf,
  settle,
  user,
  type ModelMessage,
  type Model,
} from '#tests/support/ledger-model.ts';

const by = { actorId: null, at: 1 } as const;

/** Something done to the books, and to the model: answers the code of the refusal that must come of it. */
type Deed = { run: (db: Db) => void; expected: (model: Model) => string | null };

/** A deed that a counterexample can be read of. */
type Step = Deed & { what: string };

function asStep<T>(name: string, build: (args: T) => Deed): (args: T) => Step {
  return (args) => ({ what: `${name} ${JSON.stringify(args)}`, ...build(args) });
}

const gateway = fc.constantFrom(...GATEWAYS);
const payer = fc.constantFrom(...PAYERS);
const campaign = fc.integer({ min: 1, max: CAMPAIGN_USERS.length });
// Small ones too: short by one is where an error costs.
const credits = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 60 }));

const topUp = fc.tuple(gateway, payer, credits).map(
  asStep('topUp', ([gatewayId, userId, amount]) => ({
    run: (db) => creditTopUp(db, { gatewayId, userId, credits: amount, topUpId: 7, ...by }),
    expected(model) {
      book(model, gatewayId, { purchases: -amount, [user(userId)]: amount });
      model.open.add(gatewayId);
      return null;
    },
  })),
);

const adjustment = fc.tuple(gateway, payer, credits, fc.constantFrom(-1, 1)).map(
  asStep('adjustment', ([gatewayId, userId, amount, sign]) => ({
    run: (db) =>
      bookAdjustment(db, { gatewayId, userId, credits: sign * amount, reason: 'panel', ...by }),
    expected(model) {
      book(model, gatewayId, { adjustments: -sign * amount, [user(userId)]: sign * amount });
      model.open.add(gatewayId);
      return null;
    },
  })),
);

const opening = fc.tuple(gateway, fc.nat(100)).map(
  asStep('opening', ([gatewayId, balance]) => ({
    run: (db) => bookOpening(db, { gatewayId, balance, at: 1 }),
    expected(model) {
      if (model.open.has(gatewayId)) return null;
      const left = PAYERS.reduce<number>(
        (sum, userId) => sum + of(model, gatewayId, user(userId)),
        0,
      );
      const missing = balance - left - of(model, gatewayId, 'reserved');
      book(model, gatewayId, { purchases: -missing, [user(null)]: missing });
      model.open.add(gatewayId);
      return null;
    },
  })),
);

const transfer = fc
  .tuple(gateway, payer, payer, credits)
  .filter(([, from, to]) => from !== to)
  .map(
    asStep('transfer', ([gatewayId, from, to, amount]) => ({
      run: (db) =>
        transferCredits(db, { gatewayId, from, to, credits: amount, reason: 'May', ...by }),
      expected(model) {
        if (of(model, gatewayId, user(from)) < amount) return 'not-enough-credit';
        book(model, gatewayId, { [user(from)]: -amount, [user(to)]: amount });
        return null;
      },
    })),
  );

/** More messages of a campaign, reserved for as a start or a retry does. */
const reserve = fc
  .tuple(
    campaign,
    fc.array(fc.tuple(gateway, fc.nat(9)), { minLength: 1, maxLength: 4 }),
    fc.boolean(),
  )
  .map(
    asStep('reserve', ([campaignId, wanted, allowShort]) => ({
      run(db) {
        for (const [gatewayId, each] of wanted) {
          db.prepare(
            `INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits, state, queued_at)
           VALUES (?, ?, (SELECT count(*) FROM messages), 'MY', '', 'Hai', 'gsm7', 1, ?, 'queued', 0)`,
          ).run(campaignId, gatewayId, each);
        }
        reserveCampaign(db, campaignId, { actorId: null, allowShort, at: 1 });
      },
      expected(model) {
        for (const [gatewayId, each] of wanted) {
          const id = model.messages.length + 1;
          const state = 'queued' as const;
          model.messages.push({ id, campaignId, gatewayId, credits: each, state, resolved: false });
        }
        const isShort = GATEWAYS.some((gatewayId) => {
          const needs = heldMore(model, campaignId, gatewayId);
          const has = of(model, gatewayId, user(payerOf(campaignId)));
          return model.open.has(gatewayId) && needs > 0 && has < needs;
        });
        if (isShort && !allowShort) return 'not-enough-credit';
        settle(model, campaignId);
        return null;
      },
    })),
  );

/** A message makes one of its legal moves, is charged, decided on, or given to the other gateway. */
const move = fc
  .record({
    pick: fc.nat(),
    to: fc.nat(),
    charge: fc.nat(12),
    resolve: fc.boolean(),
    other: fc.nat(3),
  })
  .map(
    asStep('move', ({ pick, to, charge, resolve, other }) => {
      let change: (ModelMessage & { charge: number; isSwitch: boolean }) | undefined;
      return {
        run(db) {
          if (!change) return;
          const { id, state, resolved, gatewayId, campaignId, isSwitch } = change;
          if (isSwitch) {
            db.prepare('UPDATE messages SET gateway_id = ? WHERE id = ?').run(gatewayId, id);
          } else {
            db.prepare(
              'UPDATE messages SET state = ?, resolved = ?, charged = charged + ? WHERE id = ?',
            ).run(state, resolved ? 1 : 0, change.charge, id);
          }
          settleCampaign(db, campaignId, { at: 1 });
          // Said twice, booked once.
          settleCampaign(db, campaignId, { at: 2 });
        },
        expected(model) {
          change = undefined;
          const message = model.messages[pick % Math.max(1, model.messages.length)];
          if (!message) return null;
          const isSwitch = message.state === 'queued' && other === 0;
          if (isSwitch) message.gatewayId = 3 - message.gatewayId;
          else {
            const next = MESSAGE_MOVES[message.state];
            message.state = next[to % Math.max(1, next.length)] ?? message.state;
            message.resolved = resolve && message.state === 'uncertain';
          }
          const isTaken = message.state === 'accepted' || message.state === 'delivered';
          change = { ...message, charge: isTaken ? charge : 0, isSwitch };
          const key = `${message.campaignId} ${message.gatewayId}`;
          model.charged.set(key, (model.charged.get(key) ?? 0) + change.charge);
          settle(model, message.campaignId);
          return null;
        },
      };
    }),
  );

const step = fc.oneof(
  topUp,
  adjustment,
  opening,
  { weight: 2, arbitrary: transfer },
  { weight: 4, arbitrary: reserve },
  { weight: 8, arbitrary: move },
);

/** Every account as the sum of its entries, every transaction summing to zero: by reading all of them. */
function readEntries(db: Db): { sums: Map<string, number>; unbalanced: number } {
  const rows = db
    .prepare<[], { transactionId: number; gatewayId: number; account: string; amount: number }>(
      `SELECT e.transaction_id AS transactionId, a.gateway_id AS gatewayId, e.amount,
         a.kind || iif(a.kind = 'user', ' ' || ifnull(a.user_id, 'null'), '') AS account
       FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id`,
    )
    .all();
  const sums = new Map<string, number>();
  const totals = new Map<number, number>();
  for (const { transactionId, gatewayId, account, amount } of rows) {
    const key = `${gatewayId} ${account}`;
    sums.set(key, (sums.get(key) ?? 0) + amount);
    totals.set(transactionId, (totals.get(transactionId) ?? 0) + amount);
  }
  return { sums, unbalanced: [...totals.values()].filter((total) => total !== 0).length };
}

function bookingsIn(db: Db): number {
  return db.prepare<[], number>('SELECT count(*) FROM credit_transactions').pluck().get() ?? 0;
}

function assertAgrees(db: Db, model: Model): void {
  for (const gatewayId of GATEWAYS) {
    for (const userId of PAYERS) {
      const account = { kind: 'user', userId } as const;
      expect(accountBalance(db, gatewayId, account)).toBe(of(model, gatewayId, user(userId)));
    }
    for (const kind of ['purchases', 'reserved', 'spent', 'adjustments'] as const) {
      expect(accountBalance(db, gatewayId, { kind })).toBe(of(model, gatewayId, kind));
    }
  }
  expect(bookingsIn(db)).toBe(model.bookings);
}

it('any history of credits leaves what a model says that only adds, whatever is refused, repeated or given up', () => {
  let refusals = 0;
  let charges = 0;
  const history = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 9 })), {
    maxLength: 40,
    size: 'max',
  });
  fc.assert(
    fc.property(history, (steps) => {
      const db = aDatabase();
      let model: Model = {
        balances: new Map(),
        messages: [],
        charged: new Map(),
        booked: new Map(),
        open: new Set(),
        bookings: 0,
      };
      try {
        for (const [{ run, expected }, fate] of steps) {
          const after = copyOf(model);
          // One in ten is given up after it was booked: nothing of it may stay.
          const code = expected(after) ?? (fate === 0 ? 'given-up' : null);
          const work = () => {
            run(db);
            if (fate === 0) throw Object.assign(new Error('given up'), { code: 'given-up' });
          };
          if (code === null) {
            transaction(db, work);
            model = after;
          } else {
            expect(() => transaction(db, work)).toThrow(expect.objectContaining({ code }));
            if (code !== 'given-up') refusals += 1;
          }
          assertAgrees(db, model);
        }
        const { sums, unbalanced } = readEntries(db);
        expect(unbalanced).toBe(0);
        for (const [key, sum] of sums) expect([key, sum]).toEqual([key, model.balances.get(key)]);
        expect(LEDGER_CHECKS.map((check) => check.find(db))).toEqual([null, null, null, null]);
        charges += [...model.charged.values()].filter((amount) => amount > 0).length;
      } finally {
        db.close();
      }
    }),
    { numRuns: 80 },
  );
  // It is about something: credit was short, and messages were charged.
  expect(refusals).toBeGreaterThan(10);
  expect(charges).toBeGreaterThan(10);
});
