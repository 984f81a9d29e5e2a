import type { z } from 'zod';
import { MAX_SLIPS, type topUpDraftSchema } from '#shared/contract/top-ups.ts';
import { invalid, refused } from '#shared/contract/errors.ts';
import { quote } from '#shared/credits/packages.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import type { Actor } from '#core/ports.ts';
import { transaction } from '#core/store/statement.ts';
import { accountFor, requireTopUp } from '#core/top-ups/access.ts';
import { assertPending } from '#core/top-ups/decide.ts';
import { listPackages } from '#core/top-ups/packages-queries.ts';
import { insertTopUp } from '#core/top-ups/queries.ts';
import { dropSlips, keepSlip, type KeptSlip } from '#core/top-ups/slips/keep-slip.ts';
import { countSlips, insertSlip } from '#core/top-ups/slips/queries.ts';

type RecordDeps = Pick<CoreDeps, 'db' | 'clock' | 'files' | 'dataFolder'>;
type Draft = z.infer<typeof topUpDraftSchema>;

const DAY_MS = 86_400_000;

/** Records a payment with its slips, all or nothing; answers its id. */
export async function recordTopUp(deps: RecordDeps, actor: Actor, draft: Draft): Promise<number> {
  const { db, clock } = deps;
  const { gatewayId, slipFileIds, amountSen, userId: named, ...said } = draft;
  const at = clock.now();
  requireGateway(db, gatewayId);
  const userId = accountFor(db, actor, named);
  const quoted = quote(listPackages(db), amountSen);
  assertSaid(draft, at);
  const slips: KeptSlip[] = [];
  try {
    for (const fileId of new Set(slipFileIds)) {
      slips.push(await keepSlip(deps.dataFolder, deps.files.get(fileId)));
    }
    return transaction(db, () => {
      const created = { createdAt: at, createdBy: actor.userId };
      const id = insertTopUp(db, { ...said, ...created, gatewayId, userId, quote: quoted });
      for (const slip of slips) insertSlip(db, id, slip, { actorId: actor.userId, at });
      return id;
    });
  } catch (error) {
    await dropSlips(deps.dataFolder, slips);
    throw error;
  }
}

/** Adds a slip to a pending payment. */
export async function attachSlip(
  deps: RecordDeps,
  actor: Actor,
  { id, fileId }: { id: number; fileId: string },
): Promise<void> {
  const { db, clock } = deps;
  assertPending(requireTopUp(db, actor, id));
  const slip = await keepSlip(deps.dataFolder, deps.files.get(fileId));
  try {
    transaction(db, () => {
      assertPending(requireTopUp(db, actor, id));
      if (countSlips(db, id) >= MAX_SLIPS) {
        throw refused(
          'too-many-slips',
          `This top-up has ${MAX_SLIPS} slips already. Nothing was added.`,
          { most: MAX_SLIPS },
        );
      }
      insertSlip(db, id, slip, { actorId: actor.userId, at: clock.now() });
    });
  } catch (error) {
    await dropSlips(deps.dataFolder, [slip]);
    throw error;
  }
}

function assertSaid({ accountHolder, paidOn }: Draft, now: number): void {
  if (accountHolder === '') {
    throw invalid(
      'no-account-holder',
      'The name of the bank-account holder is missing. Nothing was recorded; the payment cannot be found at the bank without it.',
    );
  }
  // A day of grace: the shop's calendar may be ahead of this computer's.
  if (paidOn !== null && Date.parse(`${paidOn}T00:00:00Z`) > now + DAY_MS) {
    throw invalid(
      'bad-date',
      `${paidOn} is still to come. Nothing was recorded; give the day on which it was paid.`,
      { day: paidOn },
    );
  }
}
