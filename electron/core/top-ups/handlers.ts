import type { TopUp } from '#shared/contract/top-ups.ts';
import { failed, invalid } from '#shared/contract/errors.ts';
import { may } from '#shared/users/permissions.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { listGateways } from '#core/gateways/queries.ts';
import type { Actor } from '#core/ports.ts';
import { api } from '#core/rpc/implement.ts';
import { readSettings } from '#core/settings/handlers.ts';
import { ownAccount, requireTopUp, seenBy } from '#core/top-ups/access.ts';
import { clearTopUp, refuseTopUp, reverseTopUp } from '#core/top-ups/decide.ts';
import { listPackages } from '#core/top-ups/packages-queries.ts';
import { countTopUps, getPayee, listPayees, pageTopUps } from '#core/top-ups/queries.ts';
import { writeReceipt } from '#core/top-ups/receipt.ts';
import { attachSlip, recordTopUp } from '#core/top-ups/record.ts';
import { slipPath } from '#core/top-ups/slips/keep-slip.ts';
import { getSlip } from '#core/top-ups/slips/queries.ts';
import { toTopUp } from '#core/top-ups/to-top-up.ts';
import { actorOf } from '#core/users/actor.ts';

type TopUpsDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'files' | 'guard' | 'dataFolder'>;

/** Payments for credits, from the slip to the receipt. */
export function createTopUpsHandlers(deps: TopUpsDeps) {
  const { db, bus } = deps;
  const show = (actor: Actor, id: number): TopUp => toTopUp(requireTopUp(db, actor, id));
  /** `moves`: credits came or went too. */
  const changed = (actor: Actor, id: number, moves = false): TopUp => {
    bus.publish({ type: 'top-ups.changed' });
    if (moves) bus.publish({ type: 'credits.changed' });
    return show(actor, id);
  };
  return api.topUps.router({
    page: api.topUps.page.handler(({ input: { offset, limit, state = null }, context }) => {
      const filter = { state, onlyOf: seenBy(actorOf(context)) };
      const rows = pageTopUps(db, filter, offset, limit).map(toTopUp);
      return { total: countTopUps(db, filter), rows };
    }),
    get: api.topUps.get.handler(({ input, context }) => show(actorOf(context), input.id)),
    options: api.topUps.options.handler(({ context }) => optionsOf(deps, actorOf(context))),
    add: api.topUps.add.handler(async ({ input, context }) => {
      const actor = actorOf(context);
      return changed(actor, await recordTopUp(deps, actor, input));
    }),
    attach: api.topUps.attach.handler(async ({ input, context }) => {
      const actor = actorOf(context);
      await attachSlip(deps, actor, input);
      return changed(actor, input.id);
    }),
    clear: api.topUps.clear.handler(({ input, context }) => {
      const actor = actorOf(context);
      clearTopUp(deps, actor, input);
      return changed(actor, input.id, true);
    }),
    refuse: api.topUps.refuse.handler(({ input, context }) => {
      const actor = actorOf(context);
      refuseTopUp(deps, actor, input);
      return changed(actor, input.id);
    }),
    reverse: api.topUps.reverse.handler(({ input, context }) => {
      const actor = actorOf(context);
      reverseTopUp(deps, actor, input);
      return changed(actor, input.id, true);
    }),
    slip: api.topUps.slip.handler(({ input, context }) =>
      handOut(deps, actorOf(context), input.id),
    ),
    receipt: api.topUps.receipt.handler(({ input, context }) =>
      writeReceipt(deps, context, requireTopUp(db, actorOf(context), input.id), input.target),
    ),
  });
}

function optionsOf({ db }: TopUpsDeps, actor: Actor) {
  const account = ownAccount(actor);
  const self = account === null ? undefined : getPayee(db, account);
  const settings = readSettings(db);
  const mayRecord = may(actor.role, 'credits.topup');
  return {
    gateways: listGateways(db).map(({ id, name }) => ({ id, name })),
    users: seenBy(actor) === null ? listPayees(db) : [],
    self: self ? { id: self.id, name: self.name } : null,
    packages: listPackages(db),
    payTo: settings.payTo,
    hasShop: settings.shopName !== '',
    mayRecord,
    mayClear: may(actor.role, 'credits.clear'),
    maySetPackages: may(actor.role, 'credits.rates'),
  };
}

/** Puts a slip where the page can fetch it: always as a download, never as a page of its own. */
async function handOut({ db, files, dataFolder }: TopUpsDeps, actor: Actor, id: number) {
  const slip = getSlip(db, id);
  if (!slip) throw noSlip(id);
  requireTopUp(db, actor, slip.topUpId);
  try {
    const { id: fileId } = await files.adopt(slipPath(dataFolder, slip.file), slip.name);
    return { fileId, name: slip.name, type: slip.type, size: slip.bytes };
  } catch {
    throw failed(
      'slip-missing',
      `The file of ${slip.name} is no longer in the data folder. The top-up itself is unharmed; restore a backup to get the file back.`,
      { id, name: slip.name },
    );
  }
}

function noSlip(id: number) {
  return invalid('no-such-slip', `There is no payment slip ${id}. Nothing was changed.`, { id });
}
