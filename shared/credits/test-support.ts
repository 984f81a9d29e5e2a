import { forecastSending } from '#shared/credits/runway.ts';
import type { PlannedCampaign, PlannedGroup, SendingPlan } from '#shared/credits/sending-plan.ts';
import type { GatewayCap } from '#shared/gateways/cap.ts';

/** The one zone of most plans. */
export const KL = ['Asia/Kuala_Lumpur'];
/** In milliseconds. */
export const MINUTE = 60_000;
/** In milliseconds. */
export const HOUR = 3_600_000;
/** Monday, 10:00 in Kuala Lumpur. */
export const TEN = Date.UTC(2026, 10, 30, 2);

/** What leaves by the one gateway of a plan; see SendingPlan. */
type Group = Omit<PlannedGroup, 'gatewayId' | 'againAt'> & Partial<PlannedGroup>;

/** A campaign of a plan with one gateway. */
export type Planned = Omit<PlannedCampaign, 'groups'> & { groups: readonly Group[] };

/** A plan with one gateway, whose caps are not used yet. Messages a second; credits, null if unknown. */
export type OneGateway = {
  rate: number;
  caps: readonly GatewayCap[];
  credits: number | null;
  campaigns: readonly Planned[];
};

/** 4,000 messages of one part at `each` credits in Kuala Lumpur's office hours, from TEN on. */
export function aCampaign(
  change: Partial<Planned> & { messages?: number; each?: number } = {},
): Planned {
  const { messages = 4_000, each = 1, ...rest } = change;
  return {
    id: 1,
    groups: [{ messages, parts: messages, credits: messages * each, zones: KL }],
    window: { start: '08:00', end: '19:00' },
    startsAt: TEN,
    urgent: false,
    rate: null,
    ...rest,
  };
}

/** A plan with one gateway of 40 a second, no caps and nothing known of its credits. */
export function aPlan(campaigns: readonly Planned[], change: Partial<OneGateway> = {}): OneGateway {
  return { rate: 40, caps: [], credits: null, campaigns, ...change };
}

function toPlan({ rate, caps, credits, campaigns }: OneGateway): SendingPlan {
  return {
    now: TEN,
    gateways: [{ id: 1, rate, caps: caps.map((cap) => ({ cap, used: 0, since: null })), credits }],
    campaigns: campaigns.map((campaign) => ({
      ...campaign,
      groups: campaign.groups.map((group) => ({ gatewayId: 1, againAt: null, ...group })),
    })),
  };
}

/** What forecastSending says of a plan with one gateway. */
export function forecastOne(plan: OneGateway) {
  const { courses, gateways } = forecastSending(toPlan(plan));
  const [gateway] = gateways;
  if (!gateway) throw new Error('a forecast says something of every gateway of its plan');
  const { end, needed } = gateway;
  return {
    courses: courses.map(({ campaignId, startsAt, finishesAt }) => ({
      campaignId,
      startsAt,
      finishesAt,
    })),
    end,
    needed,
  };
}
