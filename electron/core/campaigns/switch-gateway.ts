import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { invalid, refused } from '#shared/contract/errors.ts';
import type { SwitchPrediction } from '#shared/contract/gateway-switch.ts';
import { say } from '#shared/said/say.ts';
import { requireCampaign, type ActionDeps } from '#core/campaigns/actions.ts';
import {
  createRecount,
  predictSwitch,
  SWITCH_STEP,
  type Source,
  type Target,
} from '#core/campaigns/predict-switch.ts';
import { setPauseReason, type CampaignWithGateway } from '#core/campaigns/queries.ts';
import {
  addPredicted,
  beginMove,
  endMove,
  listUnsent,
  moveUnsent,
} from '#core/campaigns/switch-queries.ts';
import { assertCampaignCovered, reserveCampaign, type Ask } from '#core/credits/cover.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

type SwitchDeps = Pick<ActionDeps, 'db' | 'bus'>;
type SwitchInput = {
  id: number;
  gatewayId: number;
  from?: number | undefined;
  preview: boolean;
};

/** Where messages go, and from which gateway alone; null: from all others. */
type Plan = { target: Target; from: Source | null };

/** Gives unsent messages to another gateway, and finishes what a crash cut off. */
export type GatewaySwitch = {
  /**
   * Moves the messages of a paused campaign that have not left to another gateway, counted anew by its
   * profile and rates; with `preview` it only says what that would come to. What may have left stays with
   * the gateway that may have it: uncertain messages, and requests in doubt that are still to be repeated.
   * With `from` only what waits for that gateway moves, and the others keep their share.
   * Throws `same-gateway`, `not-paused`, `being-moved`, `nothing-unsent`, `too-long`, and what reserving throws.
   */
  start(input: SwitchInput, ask: Ask): Promise<SwitchPrediction>;
  /** Before a campaign is resumed: moves what is left of a move that was cut off. Throws as `start`. */
  finish(id: number, ask: Ask): Promise<void>;
};

/**
 * A move goes in steps, each one transaction with its booking, so a million messages never hold up the
 * others. After every step the campaign is whole: each message waits for one gateway, at that one's price.
 * The first step names the new gateway and says `moving`; as long as it says so nothing is sent, and
 * whoever resumes after a crash moves the rest first.
 */
export function createGatewaySwitch(deps: SwitchDeps): GatewaySwitch {
  const { db, bus } = deps;
  const moving = new Set<number>();
  const assertNotMoving = (id: number) => {
    if (moving.has(id)) throw beingMoved();
  };
  const move = async (campaign: CampaignWithGateway, plan: Plan, total: number, ask: Ask) => {
    moving.add(campaign.id);
    try {
      await moveInSteps(db, campaign, plan, ask);
      transaction(db, () => {
        if (isBeingMoved(db, campaign.id)) setPauseReason(db, campaign.id, moved(total, plan));
        endMove(db, campaign.id);
      });
    } finally {
      moving.delete(campaign.id);
      bus.publish({ type: 'campaigns.changed', campaignIds: [campaign.id] });
    }
  };
  return {
    async start({ id, gatewayId, from: fromId, preview }, ask) {
      const target = requireGateway(db, gatewayId);
      const from = fromId === undefined ? null : requireGateway(db, fromId);
      if (from?.id === target.id) throw sameGateway(target);
      const plan = { target, from };
      assertNotMoving(id);
      const campaign = requirePaused(db, id);
      const prediction = await predictSwitch(db, campaign, plan, ask.at);
      if (preview) return prediction;
      assertPossible(prediction, target.profile.maxParts);
      // Counting takes its time: what was true before it must still be.
      assertNotMoving(id);
      transaction(db, () => {
        const { user_id: payer } = requirePaused(db, id);
        const needs = [{ gatewayId: target.id, credits: prediction.after.credits }];
        assertCampaignCovered(db, payer, needs, ask);
        beginMove(db, { campaignId: id, from: from?.id ?? null, to: target.id });
        setPauseReason(db, id, { code: 'moving', message: movingText(plan) });
      });
      await move(campaign, plan, prediction.messages, ask);
      return prediction;
    },
    async finish(id, ask) {
      assertNotMoving(id);
      if (!isBeingMoved(db, id)) return;
      const campaign = requireCampaign(db, id);
      const target = requireGateway(db, campaign.moving_to ?? campaign.gateway_id);
      const from = campaign.moving_from === null ? null : requireGateway(db, campaign.moving_from);
      const plan = { target, from };
      const prediction = await predictSwitch(db, campaign, plan, ask.at);
      assertNotMoving(id);
      await move(campaign, plan, prediction.messages + prediction.stays.there, ask);
    },
  };
}

async function moveInSteps(
  db: Db,
  campaign: CampaignWithGateway,
  { target, from }: Plan,
  ask: Ask,
): Promise<void> {
  const recount = createRecount(db, campaign, target);
  const of = { campaignId: campaign.id, from: from?.id ?? null, to: target.id };
  let after = 0;
  const moveSome = () => {
    // Stopped meanwhile: the rest is cancelled, wherever it waits.
    if (!isBeingMoved(db, campaign.id)) return 0;
    const messages = listUnsent(db, of, { after, limit: SWITCH_STEP });
    let dearer = 0;
    for (const message of messages) {
      const made = recount(message);
      if (made.tooLong) continue;
      moveUnsent(db, target.id, made);
      dearer += made.credits - message.credits;
    }
    if (dearer !== 0) addPredicted(db, campaign.id, dearer);
    after = messages.at(-1)?.id ?? after;
    reserveCampaign(db, campaign.id, ask);
    return messages.length;
  };
  while (transaction(db, moveSome) === SWITCH_STEP) await yieldToEventLoop();
}

function isBeingMoved(db: Db, id: number): boolean {
  const { state, pause_code } = requireCampaign(db, id);
  return state === 'paused' && pause_code === 'moving';
}

function requirePaused(db: Db, id: number): CampaignWithGateway {
  const campaign = requireCampaign(db, id);
  if (campaign.state === 'paused') return campaign;
  throw refused(
    'not-paused',
    'Messages can go to another gateway only while their campaign is paused. Nothing was changed; pause it first.',
    { state: campaign.state },
  );
}

function beingMoved() {
  return refused(
    'being-moved',
    'The messages of this campaign are being given to another gateway. Nothing was sent; wait until that is done.',
  );
}

function sameGateway({ name }: Target) {
  return invalid(
    'same-gateway',
    `The messages of ${name} cannot be given to ${name} itself. Nothing was changed; choose another gateway.`,
    { gateway: name },
  );
}

function movingText({ target: { name }, from }: Plan): string {
  return from
    ? say('moving-share', { gateway: name, from: from.name })
    : say('moving', { gateway: name });
}

function moved(messages: number, { target: { name }, from }: Plan) {
  const message = from
    ? say('moved-share', { messages, gateway: name, from: from.name })
    : say('moved', { messages, gateway: name });
  return { code: 'moved' as const, message };
}

function assertPossible(
  { messages, tooLong, gateway, from }: SwitchPrediction,
  most: number,
): void {
  if (messages === 0) {
    throw invalid(
      'nothing-unsent',
      `No message of this campaign waits for ${from ?? `another gateway than ${gateway}`}. Nothing was changed.`,
      { gateway, from, case: from === null ? 'elsewhere' : 'from' },
    );
  }
  if (tooLong === 0) return;
  throw refused(
    'too-long',
    `${tooLong} messages would have more than the ${most} parts that ${gateway} takes. Nothing was changed; choose another gateway.`,
    { tooLong, most, gateway, case: 'switch' },
  );
}
