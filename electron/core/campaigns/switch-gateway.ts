import { invalid, refused } from '#shared/contract/errors.ts';
import type { SwitchPrediction } from '#shared/contract/gateway-switch.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { prepareMessage } from '#shared/sms/price-prefix.ts';
import { requireCampaign, type ActionDeps } from '#core/campaigns/actions.ts';
import { setCampaignGateway, listUnsent, moveUnsent } from '#core/campaigns/switch-queries.ts';
import { reserveCampaign, type Ask } from '#core/credits/cover.ts';
import { readRateTable } from '#core/credits/rates/rate-table.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/**
 * Moves the messages of a paused campaign that have not left to another gateway, counted anew by its
 * profile and rates; with `preview` it only says what that would come to. What may have left stays with the
 * gateway that may have it: uncertain messages, and requests in doubt that are still to be repeated.
 * One transaction. Throws `not-paused`, `same-gateway`, `nothing-unsent`, `too-long`, and what reserving throws.
 */
export function switchGateway(
  deps: Pick<ActionDeps, 'db' | 'bus'>,
  input: { id: number; gatewayId: number; preview: boolean },
  ask: Ask,
): SwitchPrediction {
  const { db, bus } = deps;
  const target = requireGateway(db, input.gatewayId);
  const result = transaction(db, () => {
    const campaign = requireCampaign(db, input.id);
    if (campaign.state !== 'paused') {
      throw refused(
        'not-paused',
        'Messages can go to another gateway only while their campaign is paused. Nothing was changed; pause it first.',
        { state: campaign.state },
      );
    }
    const plan = planSwitch(db, campaign, target);
    if (input.preview) return plan.prediction;
    assertPossible(plan.prediction, target.name, target.profile.maxParts);
    for (const message of plan.messages) moveUnsent(db, target.id, message);
    setCampaignGateway(db, campaign.id, target.id);
    reserveCampaign(db, campaign.id, ask);
    return plan.prediction;
  });
  if (!input.preview) bus.publish({ type: 'campaigns.changed', campaignIds: [input.id] });
  return result;
}

type Target = { id: number; name: string; profile: GatewayProfile };

function planSwitch(db: Db, campaign: { id: number; text: string }, target: Target) {
  const rates = readRateTable(db, target.id, target.profile);
  const prediction: SwitchPrediction = {
    gateway: target.name,
    messages: 0,
    before: { parts: 0, credits: 0 },
    after: { parts: 0, credits: 0 },
    tooLong: 0,
  };
  const profiles = new Map<number, GatewayProfile>();
  const messages = [];
  for (const message of listUnsent(db, campaign.id, target.id)) {
    const { gateway_id: from, text, country, msisdn } = message;
    let profile = profiles.get(from);
    if (!profile) {
      profile = requireGateway(db, from).profile;
      profiles.set(from, profile);
    }
    const body = withoutPrefix(text, country, profile, campaign.text);
    const { hundredths } = rates.rateOf(country, msisdn);
    const made = prepareMessage(body, country, target.profile, hundredths);
    prediction.messages += 1;
    prediction.before.parts += message.parts;
    prediction.before.credits += message.credits;
    prediction.after.parts += made.parts;
    prediction.after.credits += made.credits;
    if (made.tooLong) prediction.tooLong += 1;
    messages.push({ ...made, id: message.id });
  }
  return { prediction, messages };
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
