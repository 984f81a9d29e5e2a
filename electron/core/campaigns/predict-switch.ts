import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { SwitchPrediction } from '#shared/contract/gateway-switch.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { prepareMessage } from '#shared/sms/price-prefix.ts';
import type { CampaignWithGateway } from '#core/campaigns/queries.ts';
import { listCounts } from '#core/campaigns/queries.ts';
import {
  listUnsent,
  listWaiting,
  type Move,
  type UnsentMessage,
} from '#core/campaigns/switch-queries.ts';
import { readAvailable } from '#core/credits/cover.ts';
import { readRateTable } from '#core/credits/rates/rate-table.ts';
import { getGatewayOfMessages } from '#core/gateways/queries.ts';
import type { Db } from '#core/store/db.ts';

/** The gateway that messages go to, as it was when somebody decided. */
export type Target = { id: number; name: string; profile: GatewayProfile };

/** The one gateway whose messages alone are moved. */
export type Source = { id: number; name: string };

/** Messages looked at or moved before others get their turn: some tens of milliseconds. */
export const SWITCH_STEP = 2_000;

/** A message as the other gateway would send it. */
type Counted = ReturnType<typeof prepareMessage> & { id: number; was: UnsentMessage };

/** Makes the function that counts unsent messages as `target` would, by its profile and rates of now. */
export function createRecount(
  db: Db,
  campaign: { text: string },
  target: Target,
): (message: UnsentMessage) => Counted {
  const rates = readRateTable(db, target.id, target.profile);
  const profiles = new Map<number, GatewayProfile>();
  return (was) => {
    let profile = profiles.get(was.gateway_id);
    if (!profile) {
      profile = getGatewayOfMessages(db, was.gateway_id)?.profile;
      if (!profile) throw new Error(`message ${was.id} waits for a gateway that never was`);
      profiles.set(was.gateway_id, profile);
    }
    const body = withoutPrefix(was.text, was.country, profile, campaign.text);
    const { hundredths } = rates.rateOf(was.country, was.msisdn);
    return { ...prepareMessage(body, was.country, target.profile, hundredths), id: was.id, was };
  };
}

/** What moving a campaign's unsent messages comes to. In steps; changes nothing. */
export async function predictSwitch(
  db: Db,
  campaign: CampaignWithGateway,
  { target, from }: { target: Target; from: Source | null },
  at: number,
): Promise<SwitchPrediction> {
  const recount = createRecount(db, campaign, target);
  const prediction: SwitchPrediction = {
    gateway: target.name,
    from: from?.name ?? null,
    messages: 0,
    before: { parts: 0, credits: 0 },
    after: { parts: 0, credits: 0 },
    tooLong: 0,
    stays: { sent: 0, inFlight: 0, uncertain: 0, there: 0, elsewhere: 0 },
    cover: { known: false, credits: 0, short: 0, shortToday: 0 },
  };
  const of = { campaignId: campaign.id, from: from?.id ?? null, to: target.id };
  for (let after = 0; ; await yieldToEventLoop()) {
    const messages = listUnsent(db, of, { after, limit: SWITCH_STEP });
    for (const message of messages) add(prediction, recount(message));
    after = messages.at(-1)?.id ?? after;
    if (messages.length < SWITCH_STEP) break;
  }
  prediction.stays = countStaying(db, of, prediction.messages);
  prediction.cover = readCover(db, campaign, target.id, prediction.after.credits, at);
  return prediction;
}

function add(prediction: SwitchPrediction, { was, parts, credits, tooLong }: Counted): void {
  prediction.messages += 1;
  prediction.before.parts += was.parts;
  prediction.before.credits += was.credits;
  prediction.after.parts += parts;
  prediction.after.credits += credits;
  if (tooLong) prediction.tooLong += 1;
}

function countStaying(
  db: Db,
  { campaignId, from, to }: Move,
  moving: number,
): SwitchPrediction['stays'] {
  const counts = new Map(listCounts(db, campaignId).map((row) => [row.state, row.messages]));
  const count = (state: Parameters<typeof counts.get>[0]) => counts.get(state) ?? 0;
  let there = 0;
  let elsewhere = 0;
  for (const { gatewayId, messages } of listWaiting(db, campaignId)) {
    if (gatewayId === to) there += messages;
    else if (from !== null && gatewayId !== from) elsewhere += messages;
  }
  return {
    sent:
      count('accepted') +
      count('delivered') +
      count('undelivered') +
      count('expired') +
      count('rejected'),
    // What is queued and neither moves nor waits elsewhere is to be repeated where it may have arrived.
    inFlight: count('sending') + Math.max(0, count('queued') - moving - there - elsewhere),
    uncertain: count('uncertain'),
    there,
    elsewhere,
  };
}

function readCover(
  db: Db,
  campaign: CampaignWithGateway,
  gatewayId: number,
  needs: number,
  at: number,
): SwitchPrediction['cover'] {
  const has = readAvailable(db, gatewayId, campaign.user_id, at);
  const leftToday = has.dailyLimit === null ? needs : has.dailyLimit - has.usedToday;
  return {
    known: has.inUse,
    credits: has.credits,
    short: has.inUse ? Math.max(0, needs - has.credits) : 0,
    shortToday: Math.max(0, needs - leftToday),
  };
}

/** The text without what Siar wrote in front for the old gateway; a prefix of the user's own stays. */
function withoutPrefix(
  text: string,
  country: string,
  { pricePrefix: { text: prefix, addedBy, countries } }: GatewayProfile,
  written: string,
): string {
  const isAdded =
    addedBy === 'siar' &&
    prefix !== '' &&
    countries.includes(country) &&
    text.startsWith(prefix) &&
    !written.startsWith(prefix);
  return isAdded ? text.slice(prefix.length) : text;
}
