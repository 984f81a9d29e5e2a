import { invalid, refused } from '#shared/contract/errors.ts';
import type { Settings } from '#shared/contract/host.ts';
import { COUNTRY_ZONES } from '#shared/schedule/country-zones.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { creditTopUp } from '#core/credits/ledger/movements.ts';
import { postTransaction } from '#core/credits/ledger/post.ts';
import type { Actor } from '#core/ports.ts';
import { readSettings } from '#core/settings/handlers.ts';
import { transaction } from '#core/store/statement.ts';
import { requireTopUp } from '#core/top-ups/access.ts';
import {
  markCleared,
  markRefused,
  markReversed,
  nextReceiptNo,
  type TopUpRow,
} from '#core/top-ups/queries.ts';
import { receiptNumber, toTopUp, type ReceiptShop } from '#core/top-ups/to-top-up.ts';

type DecideDeps = Pick<CoreDeps, 'db' | 'clock' | 'guard'>;

/**
 * The money is there. The receipt's number, the release of the credits and the new state are one
 * database transaction: whenever the process ends, either all of it happened or none of it.
 */
export function clearTopUp(
  deps: DecideDeps,
  actor: Actor,
  { id, allowWarnings }: { id: number; allowWarnings: boolean },
): void {
  const { db, clock } = deps;
  assertCurrent(deps);
  transaction(db, () => {
    const row = requireTopUp(db, actor, id);
    assertPending(row);
    const { warnings } = toTopUp(row);
    if (warnings.length > 0 && !allowWarnings) {
      throw refused(
        'warnings',
        `Look again before you clear it: ${warnings.map((warning) => WARNING_TEXTS[warning]).join('; ')}. No credits were released; clear it with the warnings allowed if the money is there all the same.`,
        { warnings, case: 'top-up' },
      );
    }
    const settings = readSettings(db);
    const at = clock.now();
    const by = actor.userId;
    const receiptYear = yearOf(at, settings.country);
    const { gatewayId, userId, credits } = row;
    const booking = { gatewayId, userId, credits, topUpId: id, actorId: by, at };
    markCleared(db, id, {
      at,
      by,
      receiptYear,
      receiptNo: nextReceiptNo(db, receiptYear),
      receiptShop: shopOf(settings),
      transactionId: creditTopUp(db, booking),
    });
  });
}

/** The money is not there; no credits are released. */
export function refuseTopUp(
  { db, clock }: DecideDeps,
  actor: Actor,
  { id, reason }: { id: number; reason: string },
): void {
  assertReason(reason);
  transaction(db, () => {
    assertPending(requireTopUp(db, actor, id));
    markRefused(db, id, { at: clock.now(), by: actor.userId, reason });
  });
}

/**
 * Takes released credits back by a counter-booking: a cheque bounced, or it was the wrong account.
 * The account may fall below zero where the credits are spent already.
 */
export function reverseTopUp(
  deps: DecideDeps,
  actor: Actor,
  { id, reason }: { id: number; reason: string },
): void {
  const { db, clock } = deps;
  assertReason(reason);
  assertCurrent(deps);
  transaction(db, () => {
    const row = requireTopUp(db, actor, id);
    if (row.state !== 'cleared') throw notCleared(row);
    const { gatewayId, userId, credits } = row;
    const at = clock.now();
    const transactionId = postTransaction(db, {
      kind: 'adjustment',
      gatewayId,
      userId,
      entries: [
        { account: { kind: 'user', userId }, amount: -credits },
        { account: { kind: 'purchases' }, amount: credits },
      ],
      subject: { kind: 'top-up', id },
      actorId: actor.userId,
      reason: `${receiptNumber(row)}: ${reason}`,
      at,
    });
    markReversed(db, id, { at, by: actor.userId, reason, transactionId });
  });
}

/** Throws `not-pending`, which says what became of it. */
export function assertPending(row: TopUpRow): void {
  if (row.state === 'pending') return;
  const number = receiptNumber(row);
  const became = {
    cleared: `cleared already, with receipt ${number}; its credits are released`,
    refused: `refused: ${row.reason}`,
    reversed: `cleared with receipt ${number} and taken back later`,
  }[row.state];
  throw refused('not-pending', `Top-up ${row.id} was ${became}. Nothing was changed.`, {
    id: row.id,
    state: row.state,
    receipt: number,
    reason: row.reason,
    case: row.state,
  });
}

const WARNING_TEXTS = {
  'no-slip': 'no payment slip is attached',
  'slip-used': 'its slip is attached to another top-up as well',
  'reference-used': 'another top-up has the same bank reference',
} as const;

/** Receipts are counted in the calendar of the shop's country. */
function yearOf(at: number, country: string): number {
  const timeZone = COUNTRY_ZONES[country]?.[0];
  return Number(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }).format(at));
}

/** Null where the shop has no name yet: the receipt then shows the settings of its day. */
function shopOf({ shopName, shopAddress, shopRegistration }: Settings): string | null {
  if (shopName === '') return null;
  const shop: ReceiptShop = {
    name: shopName,
    address: shopAddress,
    registration: shopRegistration,
  };
  return JSON.stringify(shop);
}

/** An older copy does not know which receipts were given out: it may give out no other. */
function assertCurrent({ guard }: DecideDeps): void {
  const { locked, reason, message } = guard.state();
  if (!locked) return;
  throw refused(
    'sending-locked',
    `This copy of the data may not be the current one, so it gives out no receipts and moves no credits. ${message ?? ''}`.trim(),
    { reason, said: message ?? '', case: 'receipts' },
  );
}

function assertReason(reason: string): void {
  if (reason !== '') return;
  throw invalid('no-reason', 'A reason is missing. Nothing was changed; say why in a few words.');
}

function notCleared(row: TopUpRow) {
  const state = { pending: 'still pending', refused: 'refused', reversed: 'taken back already' };
  const word = row.state === 'cleared' ? '' : state[row.state];
  return refused('not-cleared', `Top-up ${row.id} is ${word}: there are no credits to take back.`, {
    id: row.id,
    state: row.state,
    case: row.state,
  });
}
