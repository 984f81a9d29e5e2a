import { parseWindow } from '#shared/schedule/window.ts';
import { invalid, refused } from '#shared/contract/errors.ts';
import { may } from '#shared/users/permissions.ts';
import {
  assertAllowed,
  pauseCampaign,
  previewCampaign,
  previewPlan,
  requireCampaign,
  resumeCampaign,
  startCampaign,
  stopCampaign,
  type ActionDeps,
} from '#core/campaigns/actions.ts';
import { makePlan, parseCampaignText } from '#core/campaigns/audience/plan.ts';
import {
  deleteCampaign,
  findCampaignsByName,
  getCampaign,
  getGatewayForCampaign,
  insertCampaign,
  listsByIds,
  pageCampaigns,
  updateCampaign,
  type CampaignInput,
} from '#core/campaigns/queries.ts';
import { toCampaign, toStatus } from '#core/campaigns/status.ts';
import { sendTest } from '#core/campaigns/test-send.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { createGatewaySwitch } from '#core/campaigns/switch-gateway.ts';
import { createMessageHandlers } from '#core/history/message-handlers.ts';
import { api } from '#core/rpc/implement.ts';
import { resolveUncertain, retryFailed } from '#core/campaigns/send-again.ts';
import type { CallContext } from '#core/ports.ts';
import { readSettings } from '#core/settings/handlers.ts';
import type { Db } from '#core/store/db.ts';
import { actorOf } from '#core/users/actor.ts';
import { scopeOf } from '#core/users/scope.ts';

type Editable = Omit<CampaignInput, 'lists' | 'window'> & { listIds: number[]; window?: string };

type CampaignsDeps = ActionDeps & Pick<CoreDeps, 'gateways' | 'jobs' | 'files' | 'logger'>;

/** Campaigns: drafts, preview, the actions of their life, their messages and their export. */
export function createCampaignsHandlers(deps: CampaignsDeps) {
  const { db, engine, bus } = deps;
  const gatewaySwitch = createGatewaySwitch(deps);
  const status = (id: number) => toStatus(db, requireCampaign(db, id), engine.view);
  const whole = (id: number) => toCampaign(db, requireCampaign(db, id), engine.view);
  const changed = (id: number) => bus.publish({ type: 'campaigns.changed', campaignIds: [id] });

  return api.campaigns.router({
    ...createDraftHandlers(deps, whole, changed),
    ...createMessageHandlers(deps),
    page: api.campaigns.page.handler(({ input, context }) => {
      const filter = { ...input, userId: scopeOf(actorOf(context)) };
      const { total, rows } = pageCampaigns(db, filter, input.offset, input.limit);
      return { total, rows: rows.map((row) => toCampaign(db, row, engine.view)) };
    }),
    get: api.campaigns.get.handler(({ input }) => whole(input.id)),
    find: api.campaigns.find.handler(({ input, context }) => {
      const userId = scopeOf(actorOf(context));
      const numbered = /^\d+$/.test(input.nameOrId)
        ? getCampaign(db, Number(input.nameOrId))
        : undefined;
      const byId = userId === null || numbered?.user_id === userId ? numbered : undefined;
      const [row, ...others] = byId ? [byId] : findCampaignsByName(db, input.nameOrId, userId);
      if (row && others.length > 0) throw severalOfThatName(input.nameOrId, [row, ...others]);
      if (row) return toCampaign(db, row, engine.view);
      throw invalid(
        'no-such-campaign',
        `There is no campaign "${input.nameOrId}". Nothing was changed.`,
        { campaign: input.nameOrId },
      );
    }),
    start: api.campaigns.start.handler(async ({ input, context }) => {
      const { id, allowWarnings, leaveOutDead } = input;
      const spending = spendingOf(context, input);
      await startCampaign(deps, id, { ...spending, allowWarnings, leaveOutDead });
      return status(input.id);
    }),
    pause: api.campaigns.pause.handler(({ input }) => {
      pauseCampaign(deps, input.id);
      return status(input.id);
    }),
    resume: api.campaigns.resume.handler(async ({ input, context }) => {
      const ask = { ...spendingOf(context, { allowShortCredit: false }), at: deps.clock.now() };
      await gatewaySwitch.finish(input.id, ask);
      resumeCampaign(deps, input.id);
      return status(input.id);
    }),
    stop: api.campaigns.stop.handler(async ({ input }) => {
      await stopCampaign(deps, input.id);
      return status(input.id);
    }),
    switchGateway: api.campaigns.switchGateway.handler(({ input, context }) =>
      gatewaySwitch.start(input, { ...spendingOf(context, input), at: deps.clock.now() }),
    ),
    retry: api.campaigns.retry.handler(async ({ input, context }) => {
      await retryFailed(deps, input.id, spendingOf(context, input));
      return status(input.id);
    }),
    resolve: api.campaigns.resolve.handler(async ({ input, context }) => {
      const decision = input.uncertain;
      await resolveUncertain(deps, input.id, { ...spendingOf(context, input), decision });
      return status(input.id);
    }),
    testSend: api.campaigns.testSend.handler(({ input, context }) =>
      sendTest(deps, input, actorOf(context)),
    ),
  });
}

/** Who spends, and whether that may be more than there is: only for those who may overdraw. */
function spendingOf(context: CallContext, { allowShortCredit }: { allowShortCredit: boolean }) {
  const { userId, role } = actorOf(context);
  if (allowShortCredit && !may(role, 'credits.overdraw')) {
    throw refused(
      'not-permitted',
      `A ${role} may not start anything that the credits do not cover. Nothing was sent; ask the owner of this Siar.`,
      { role, permission: 'credits.overdraw', case: 'overdraw' },
    );
  }
  return { actorId: userId, allowShort: allowShortCredit };
}

function createDraftHandlers(
  deps: CampaignsDeps,
  whole: (id: number) => ReturnType<typeof toCampaign>,
  changed: (id: number) => void,
) {
  const { db, clock } = deps;
  return {
    create: api.campaigns.create.handler(({ input, context }) => {
      const { userId } = actorOf(context);
      const id = insertCampaign(db, checkInput(db, input), userId, clock.now());
      changed(id);
      return whole(id);
    }),
    update: api.campaigns.update.handler(({ input }) => {
      const { id, ...rest } = input;
      assertAllowed(requireCampaign(db, id), 'edit');
      updateCampaign(db, id, checkInput(db, rest));
      changed(id);
      return whole(id);
    }),
    remove: api.campaigns.remove.handler(({ input }) => {
      assertAllowed(requireCampaign(db, input.id), 'delete');
      deleteCampaign(db, input.id);
      changed(input.id);
      return { ok: true as const };
    }),
    preview: api.campaigns.preview.handler(({ input }) =>
      previewCampaign(deps, requireCampaign(db, input.id), input),
    ),
    previewDraft: api.campaigns.previewDraft.handler(({ input, context }) => {
      const { samples, ...rest } = input;
      const draft = checkInput(db, rest);
      const { rate, spreadMinutes, timeZone } = draft;
      const { userId } = actorOf(context);
      const listIds = draft.lists.map((list) => list.id);
      const plan = makePlan(db, { ...draft, listIds }, clock.now());
      return previewPlan(deps, plan, { samples, rate, spreadMinutes, timeZone, userId });
    }),
  };
}

/** Which one was meant must not be guessed: it may be sent. */
function severalOfThatName(name: string, rows: readonly { id: number; state: string }[]) {
  const known = rows.map(({ id, state }) => `${id} (${state})`).join(', ');
  return invalid(
    'which-campaign',
    `There are ${rows.length} campaigns “${name}”. Nothing was changed; name one by its number: ${known}.`,
    { name, campaigns: rows.length, ids: rows.map(({ id }) => id) },
  );
}

function requireGateway(db: Db, id: number) {
  const gateway = getGatewayForCampaign(db, id);
  if (!gateway)
    throw invalid('no-such-gateway', 'That gateway is no longer there. Choose another.');
  return gateway;
}

/** Checks what a person decided; throws one sentence for the first thing that is wrong. */
function checkInput(db: Db, input: Editable): CampaignInput {
  parseCampaignText(input.text);
  const gateway = requireGateway(db, input.gatewayId);
  const lists = listsByIds(db, input.listIds);
  if (lists.length < new Set(input.listIds).size) {
    throw invalid('no-such-list', 'One of the lists is no longer there. Choose the lists again.');
  }
  if (input.timeZone !== null) assertTimeZone(input.timeZone);
  // Practice reaches nobody, so nobody can be woken up by it.
  const usual = gateway.driver === 'practice' ? 'always' : readSettings(db).window;
  const window = parseWindow(input.window ?? usual);
  if (!window.ok) throw invalid('bad-window', window.message, { problem: window.message });
  return { ...input, window: input.window ?? usual, lists };
}

function assertTimeZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw invalid(
      'bad-time-zone',
      `"${zone}" is not a time zone. Use a name such as Asia/Kuala_Lumpur. Nothing was saved.`,
      { zone },
    );
  }
}
