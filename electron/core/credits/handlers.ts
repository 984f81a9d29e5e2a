import { invalid } from '#shared/contract/errors.ts';
import { may } from '#shared/users/permissions.ts';
import type { TransactionKind } from '#shared/credits/ledger.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { readAvailable } from '#core/credits/cover.ts';
import { findPayer, payerOf } from '#core/credits/account-queries.ts';
import { readAccounts } from '#core/credits/accounts.ts';
import type { LedgerFilter } from '#core/credits/ledger-queries.ts';
import { exportLedger, readLedger } from '#core/credits/ledger-pages.ts';
import { bookAdjustment, transferCredits } from '#core/credits/ledger/movements.ts';
import { createMismatchHandlers } from '#core/credits/mismatch/handlers.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import type { Actor } from '#core/ports.ts';
import { api } from '#core/rpc/implement.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';
import { actorOf } from '#core/users/actor.ts';

type CreditsDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'jobs' | 'files' | 'gateways'>;

/** The credits ledger: accounts, bookings, transfers and adjustments. */
export function createCreditsHandlers(deps: CreditsDeps) {
  const { db, clock, bus } = deps;
  const changed = () => bus.publish({ type: 'credits.changed' });
  return api.credits.router({
    ...createMismatchHandlers(deps),
    accounts: api.credits.accounts.handler(({ context }) => readAccounts(db, ownOnly(context, db))),
    available: api.credits.available.handler(({ input, context }) => {
      const { userId, role } = actorOf(context);
      const available = readAvailable(db, input.gatewayId, userId, clock.now());
      return { ...available, mayOverdraw: may(role, 'credits.overdraw') };
    }),
    ledger: api.credits.ledger.handler(({ input, context }) =>
      readLedger(db, toFilter(db, input, actorOf(context)), input),
    ),
    export: api.credits.export.handler(({ input, context }) =>
      exportLedger(deps, context, toFilter(db, input, actorOf(context)), input),
    ),
    transfer: api.credits.transfer.handler(({ input, context }) => {
      const { from, to } = input;
      requireGateway(db, input.gatewayId);
      if (from === to) {
        throw invalid(
          'same-account',
          'Credits go from one account to another one. Nothing was transferred; choose two.',
        );
      }
      for (const userId of [from, to]) requirePayer(db, userId);
      const { userId: actorId } = actorOf(context);
      const transactionId = transaction(db, () =>
        transferCredits(db, { ...input, actorId, at: clock.now() }),
      );
      changed();
      return { transactionId };
    }),
    adjust: api.credits.adjust.handler(({ input, context }) => {
      requireGateway(db, input.gatewayId);
      requirePayer(db, input.userId);
      const { userId: actorId } = actorOf(context);
      const transactionId = transaction(db, () =>
        bookAdjustment(db, { ...input, actorId, at: clock.now() }),
      );
      changed();
      return { transactionId };
    }),
  });
}

/** A sender sees only their own credits, as with campaigns. */
function ownOnly(context: Parameters<typeof actorOf>[0], db: Db) {
  const { role, userId } = actorOf(context);
  return role === 'sender' ? { userId: payerOf(db, userId) } : undefined;
}

type Asked = {
  gatewayId?: number;
  kind?: TransactionKind;
  userId?: number | null;
  campaignId?: number;
};

function toFilter(db: Db, asked: Asked, { role, userId }: Actor): LedgerFilter {
  const wanted = role === 'sender' ? payerOf(db, userId) : asked.userId;
  return {
    gatewayId: asked.gatewayId ?? null,
    kind: asked.kind ?? null,
    owner: wanted === undefined ? null : (wanted ?? 0),
    campaignId: asked.campaignId ?? null,
  };
}

function requirePayer(db: Db, userId: number | null): void {
  if (userId === null || findPayer(db, userId)) return;
  throw invalid(
    'no-such-user',
    'That user is not there, is disabled, or is an owner, whose credits are the house’s. Nothing was booked.',
    { userId },
  );
}
