import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { invalid, refused } from '#shared/contract/errors.ts';
import type { SwitchPrediction } from '#shared/contract/gateway-switch.ts';
import { say } from '#shared/said/say.ts';
import { requireCampaign, type ActionDeps } from '#core/campaigns/actions.ts';
import {
  createRecount,
  predictSwitch,
  SWITCH_STEP,
  type Target,
} from '#core/campaigns/predict-switch.ts';
import { setPauseReason, type CampaignWithGateway } from '#core/campaigns/queries.ts';
import {
  addPredicted,
  listUnsent,
  moveUnsent,
  setCampaignGateway,
} from '#core/campaigns/switch-queries.ts';
import { assertCampaignCovered, reserveCampaign, type Ask } from '#core/credits/cover.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

type SwitchDeps = Pick<ActionDeps, 'db' | 'bus'>;
type SwitchInput = { id: number; gatewayId: number; preview: boolean };

/** Gives unsent messages to another gateway, and finishes what a crash cut off. */
export type GatewaySwitch = {
  /**
   * Moves the messages of a paused campaign that have not left to another gateway, counted anew by its
   * profile and rates; with `preview` it only says what that would come to. What may have left stays with
   * the gateway that may have it: uncertain messages, and requests in doubt that are still to be repeated.
   * Throws `not-paused`, `being-moved`, `nothing-unsent`, `too-long`, and what reserving throws.
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
  const move = async (campaign: CampaignWithGateway, target: Target, total: number, ask: Ask) => {
    moving.add(campaign.id);
    try {
      await moveInSteps(db, campaign, target, ask);
      transaction(db, () => {
        if (isBeingMoved(db, campaign.id)) setPauseReason(db, campaign.id, moved(total, target));
      });
    } finally {
      moving.delete(campaign.id);
      bus.publish({ type: 'campaigns.changed', campaignIds: [campaign.id] });
    }
  };
  return {
    async start({ id, gatewayId, preview }, ask) {
      const target = requireGateway(db, gatewayId);
      assertNotMoving(id);
      const campaign = requirePaused(db, id);
      const prediction = await predictSwitch(db, campaign, target, ask.at);
      if (preview) return prediction;
      assertPossible(prediction, target.name, target.profile.maxParts);
      // Counting takes its time: what was true before it must still be.
      assertNotMoving(id);
      transaction(db, () => {
        const { user_id: payer } = requirePaused(db, id);
        const needs = [{ gatewayId: target.id, credits: prediction.after.credits }];
        assertCampaignCovered(db, payer, needs, ask);
        setCampaignGateway(db, id, target.id);
        setPauseReason(db, id, { code: 'moving', message: movingText(target) });
      });
      await move(campaign, target, prediction.messages, ask);
      return prediction;
    },
    async finish(id, ask) {
      assertNotMoving(id);
      if (!isBeingMoved(db, id)) return;
      const campaign = requireCampaign(db, id);
      const target = requireGateway(db, campaign.gateway_id);
      const prediction = await predictSwitch(db, campaign, target, ask.at);
      assertNotMoving(id);
      await move(campaign, target, prediction.messages + prediction.stays.there, ask);
    },
  };
}

async function moveInSteps(
  db: Db,
  campaign: CampaignWithGateway,
  target: Target,
  ask: Ask,
): Promise<void> {
  const recount = createRecount(db, campaign, target);
  const of = { campaignId: campaign.id, gatewayId: target.id };
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

function movingText({ name }: Target): string {
  return say('moving', { gateway: name });
}

function moved(messages: number, { name }: Target) {
  return { code: 'moved' as const, message: say('moved', { messages, gateway: name }) };
}

function assertPossible({ messages, tooLong }: SwitchPrediction, name: string, most: number): void {
  if (messages === 0) {
    throw invalid(
      'nothing-unsent',
      `No message of this campaign waits for another gateway than ${name}. Nothing was changed.`,
    );
  }
  if (tooLong === 0) return;
  throw refused(
    'too-long',
    `${tooLong} messages would have more than the ${most} parts that ${name} takes. Nothing was changed; choose another gateway.`,
    { tooLong },
  );
}
