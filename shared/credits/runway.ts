import { windowState } from '#shared/schedule/window.ts';
import { capChange, fillCap, isFull, renewCap, type CapUse } from '#shared/credits/cap-use.ts';
import { dividePace } from '#shared/credits/divide-pace.ts';
import type {
  PlannedGroup,
  PlannedCampaign,
  PlannedGateway,
  SendingPlan,
} from '#shared/credits/sending-plan.ts';

/**
 * How sending will go: when each campaign will be over, and where the credit of each gateway ends.
 * Messages are taken as a stream at the pace that is allowed (rates, caps, sending windows, start times),
 * because at 40 a second nobody sees the single ones. It follows the sender's rules: urgent campaigns
 * first, fair turns among equals, the countries of a campaign one after the other, and one rate of a
 * campaign over all its gateways.
 */

/** Where the credit of a gateway ends. */
export type CreditEnd = {
  campaignId: number;
  at: number;
  /** Messages of this campaign that this gateway will still be paid for. */
  messages: number;
  /** Credits this campaign will have used up there by then. */
  credits: number;
};

/** When a campaign begins and ends at one of its gateways. */
export type Course = {
  campaignId: number;
  gatewayId: number;
  startsAt: number | null;
  /** When its first attempts have left; null where its hours never come. */
  finishesAt: number | null;
  /** When the retries that wait have left, too; null: none waits, or their hours never come. */
  retriesEndAt: number | null;
};

/** How it goes at one gateway. */
export type GatewayForecast = {
  gatewayId: number;
  /** Null: the credit lasts, or nobody knows how much there is. */
  end: CreditEnd | null;
  /** What all of it costs. */
  needed: number;
};

/** See forecastSending. */
export type Forecast = { courses: Course[]; gateways: GatewayForecast[] };

/** A group, and how many of its messages are left. */
type Left = PlannedGroup & { left: number };

/** What a campaign has at one gateway. */
type Stream = {
  campaign: PlannedCampaign;
  gatewayId: number;
  groups: Left[];
  sent: number;
  spent: number;
  startsAt: number | null;
  finishesAt: number | null;
  retriesEndAt: number | null;
};

type Flow = { stream: Stream; group: Left; perSecond: number };

/** A gateway on its way through the plan. */
type Station = PlannedGateway & { use: CapUse[]; left: number; end: CreditEnd | null };

/** Enough turns for years of nights and caps; a guard, not a rule. */
const MAX_TURNS = 20_000;
/** What is left of a message after floating-point sums. */
const TINY = 1e-4;

/** Foresees the sending of all gateways. Pure: the same plan has the same course. */
export function forecastSending(plan: SendingPlan): Forecast {
  const streams = plan.campaigns.flatMap((campaign) => toStreams(campaign, plan.gateways));
  const stations = plan.gateways.map((gateway) => toStation(gateway, plan.now));
  // Measured from the plan's moment: a float holds fractions of a ms of hours, not of decades.
  let passed = 0;
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const waiting = streams.filter(({ groups }) => groups.some(({ left }) => left > 0));
    if (waiting.length === 0) break;
    const now = plan.now + passed;
    for (const use of stations.flatMap((station) => station.use)) renewCap(use, passed);
    const flows = flowsAt(waiting, stations, now);
    const at = (station: Station) => flows.filter(({ stream }) => stream.gatewayId === station.id);
    const stops = [
      nextChange(waiting, now) - plan.now,
      ...stations.flatMap((one) => one.use.map((use) => capChange(use, speedOf(at(one)), passed))),
      ...flows.map(({ group, perSecond }) => passed + (group.left / perSecond) * 1000),
    ];
    const until = Math.min(...stops);
    if (!Number.isFinite(until)) break;
    const seconds = (until - passed) / 1000;
    for (const station of stations) {
      const own = at(station);
      spend(station, own, now, seconds);
      for (const use of station.use) fillCap(use, speedOf(own), seconds, passed);
    }
    for (const flow of flows) advance(flow, seconds);
    passed = until;
    for (const { stream } of flows) noteEnds(stream, now, plan.now + passed);
  }
  return {
    courses: streams.map(toCourse),
    gateways: stations.map(({ id, end }) => ({
      gatewayId: id,
      end,
      needed: sum(plan.campaigns, ({ groups }) =>
        sum(groups, ({ gatewayId, credits }) => (gatewayId === id ? credits : 0)),
      ),
    })),
  };
}

function toStreams(campaign: PlannedCampaign, gateways: readonly PlannedGateway[]): Stream[] {
  const all = campaign.groups.map((group) => ({ ...group, left: group.messages }));
  const ids = gateways.filter(({ id }) => all.some(({ gatewayId }) => gatewayId === id));
  return ids.map(({ id: gatewayId }) => {
    const groups = all.filter((group) => group.gatewayId === gatewayId && group.messages > 0);
    const isOver = groups.every(({ againAt }) => againAt !== null);
    const at = isOver ? campaign.startsAt : null;
    return {
      campaign,
      gatewayId,
      groups,
      sent: 0,
      spent: 0,
      startsAt: groups.length === 0 ? at : null,
      finishesAt: at,
      retriesEndAt: null,
    };
  });
}

function toStation(gateway: PlannedGateway, now: number): Station {
  const use = gateway.caps.map(({ cap, used, since }) => ({
    cap,
    used,
    since: since === null ? null : since - now,
  }));
  const left = gateway.credits ?? Number.POSITIVE_INFINITY;
  return { ...gateway, use, left, end: null };
}

function toCourse(stream: Stream): Course {
  const { campaign, gatewayId, startsAt, finishesAt, retriesEndAt } = stream;
  const round = (at: number | null) => (at === null ? null : Math.round(at));
  return {
    campaignId: campaign.id,
    gatewayId,
    startsAt: round(startsAt),
    finishesAt: round(finishesAt),
    retriesEndAt: round(retriesEndAt),
  };
}

/** Which moment a stream's first attempts, and its retries, were over at. */
function noteEnds(stream: Stream, from: number, to: number): void {
  stream.startsAt ??= from;
  const isOver = (again: boolean) =>
    stream.groups.every(({ left, againAt }) => left === 0 || (againAt !== null) !== again);
  if (isOver(false)) stream.finishesAt ??= to;
  if (isOver(true) && stream.groups.some(({ againAt }) => againAt !== null)) {
    stream.retriesEndAt ??= to;
  }
}

/** What flows at this moment, and how fast: urgent ones take what they can, the rest share evenly. */
function flowsAt(waiting: readonly Stream[], stations: readonly Station[], now: number): Flow[] {
  const open = waiting.flatMap((stream) => {
    const station = stations.find(({ id }) => id === stream.gatewayId);
    if (!station || station.use.some(isFull)) return [];
    const group = openGroup(stream, now);
    return group ? [{ stream, group }] : [];
  });
  const paces = dividePace(
    open.map(({ stream: { campaign, gatewayId } }) => ({
      campaignId: campaign.id,
      gatewayId,
      urgent: campaign.urgent,
      rate: campaign.rate,
    })),
    new Map(stations.map(({ id, rate }) => [id, rate])),
  );
  return open.flatMap((one, index) => {
    const perSecond = paces[index] ?? 0;
    return perSecond > TINY ? [{ ...one, perSecond }] : [];
  });
}

function openGroup({ campaign, groups }: Stream, now: number): Left | undefined {
  if (campaign.startsAt > now) return undefined;
  return groups.find(
    ({ left, zones, againAt }) =>
      left > 0 &&
      (againAt === null || againAt <= now) &&
      windowState(campaign.window, zones, now).open,
  );
}

/** The next moment at which a campaign starts, a retry is due, or a window opens or closes. */
function nextChange(waiting: readonly Stream[], now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { campaign, groups } of waiting) {
    if (campaign.startsAt > now) {
      next = Math.min(next, campaign.startsAt);
      continue;
    }
    for (const { left, zones, againAt } of groups) {
      if (left === 0) continue;
      if (againAt !== null && againAt > now) next = Math.min(next, againAt);
      const at = windowState(campaign.window, zones, now).changesAtMs;
      if (at !== null) next = Math.min(next, at);
    }
  }
  return next;
}

/** What flows through a gateway, by what its caps count. */
function speedOf(flows: readonly Flow[]): { messages: number; parts: number } {
  return {
    messages: sum(flows, ({ perSecond }) => perSecond),
    parts: sum(flows, ({ group, perSecond }) => (perSecond * group.parts) / group.messages),
  };
}

/** Takes what flows from a gateway's credits, and notes where they end. */
function spend(station: Station, flows: readonly Flow[], now: number, seconds: number): void {
  const burn = sum(flows, ({ group, perSecond }) => perSecond * costOf(group));
  if (station.end === null && burn > 0 && station.left + TINY < burn * seconds) {
    station.end = endOf(flows, now, Math.max(0, station.left) / burn);
  }
  station.left -= burn * seconds;
}

function advance({ stream, group, perSecond }: Flow, seconds: number): void {
  const messages = Math.min(group.left, perSecond * seconds);
  group.left = group.left - messages > TINY ? group.left - messages : 0;
  stream.sent += messages;
  stream.spent += messages * costOf(group);
}

function costOf({ credits, messages }: PlannedGroup): number {
  return credits / messages;
}

/** The fastest campaign is the first whose next message nobody pays for. */
function endOf(flows: readonly Flow[], now: number, seconds: number): CreditEnd {
  const ends = flows
    .filter(({ group }) => costOf(group) > 0)
    .map(({ stream, group, perSecond }) => {
      const messages = stream.sent + perSecond * seconds;
      const credits = stream.spent + perSecond * seconds * costOf(group);
      return { stream, messages, credits, perSecond };
    })
    .toSorted((a, b) => b.perSecond - a.perSecond || a.stream.campaign.id - b.stream.campaign.id);
  const [first] = ends;
  if (!first) throw new Error('credit cannot end where nothing costs any');
  return {
    campaignId: first.stream.campaign.id,
    at: Math.round(now + seconds * 1000),
    messages: Math.floor(first.messages + TINY),
    credits: first.credits,
  };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
