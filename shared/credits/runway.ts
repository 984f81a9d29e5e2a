import { CAP_SPANS_MS, type GatewayCap } from '#shared/gateways/cap.ts';
import { windowState, type SendingWindow } from '#shared/schedule/window.ts';

/**
 * How sending will go: when each campaign will be over, and where the credit ends. Messages are taken
 * as a stream at the pace that is allowed (rates, caps, sending windows, start times), because at 40 a
 * second nobody sees the single ones. It follows the sender's rules: urgent campaigns first, fair turns
 * among equals, the countries of a campaign one after the other.
 */

/** Messages of one campaign that leave under the same hours. */
export type PlannedGroup = {
  messages: number;
  parts: number;
  /** Of all these messages together. */
  credits: number;
  /** The window must be open in all of them. */
  zones: readonly string[];
};

/** A campaign with something left to send. */
export type PlannedCampaign = {
  id: number;
  /** In the order in which the sender serves them. */
  groups: readonly PlannedGroup[];
  window: SendingWindow;
  /** Not before this moment, ms. */
  startsAt: number;
  urgent: boolean;
  /** Its own limit, messages per second; null: none. */
  rate: number | null;
};

/** One gateway and all that is going to leave through it. */
export type SendingPlan = {
  now: number;
  /** Messages per second. */
  rate: number;
  caps: readonly GatewayCap[];
  /** What can still be spent; null: not known, and so never ends. */
  credits: number | null;
  campaigns: readonly PlannedCampaign[];
};

/** Where the credit ends. */
export type CreditEnd = {
  campaignId: number;
  at: number;
  /** Messages of this campaign that will still be paid for. */
  messages: number;
  /** Credits this campaign will have used up by then. */
  credits: number;
};

/** When a campaign begins and ends. `finishesAt` is null where its hours never come. */
export type Course = { campaignId: number; startsAt: number | null; finishesAt: number | null };

/** See forecastSending. */
export type Forecast = {
  courses: Course[];
  /** Null: it lasts, or nobody knows how much there is. */
  end: CreditEnd | null;
  /** What all of it costs. */
  needed: number;
};

type Stream = {
  campaign: PlannedCampaign;
  groups: (PlannedGroup & { left: number })[];
  sent: number;
  spent: number;
  startsAt: number | null;
  finishesAt: number | null;
};

type Flow = { stream: Stream; group: Stream['groups'][number]; perSecond: number };

/** How much of a cap is used, and since when (ms from the plan's moment; null: none of it). */
type CapUse = { cap: GatewayCap; used: number; since: number | null };

/** Enough turns for years of nights and caps; a guard, not a rule. */
const MAX_TURNS = 20_000;
/** What is left of a message after floating-point sums. */
const TINY = 1e-4;

/** Foresees the sending of one gateway. Pure: the same plan has the same course. */
export function forecastSending(plan: SendingPlan): Forecast {
  const streams = plan.campaigns.map(toStream);
  const caps: CapUse[] = plan.caps.map((cap) => ({ cap, used: 0, since: null }));
  const needed = sum(streams, ({ groups }) => sum(groups, ({ credits }) => credits));
  let credits = plan.credits ?? Number.POSITIVE_INFINITY;
  let end: CreditEnd | null = null;
  // Measured from the plan's moment: a float holds fractions of a ms of hours, not of decades.
  let passed = 0;
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const waiting = streams.filter(({ finishesAt }) => finishesAt === null);
    if (waiting.length === 0) break;
    const now = plan.now + passed;
    for (const use of caps) renew(use, passed);
    const flows = flowsAt(plan, waiting, caps, now);
    const stops = [
      nextChange(waiting, now) - plan.now,
      ...caps.map((use) => capChange(use, flows, passed)),
      ...flows.map(({ group, perSecond }) => passed + (group.left / perSecond) * 1000),
    ];
    const until = Math.min(...stops);
    if (!Number.isFinite(until)) break;
    const seconds = (until - passed) / 1000;
    const burn = sum(flows, ({ group, perSecond }) => perSecond * costOf(group));
    if (end === null && burn > 0 && credits + TINY < burn * seconds) {
      end = endOf(flows, now, Math.max(0, credits) / burn);
    }
    credits -= burn * seconds;
    advance(flows, caps, seconds, passed);
    passed = until;
    for (const { stream } of flows) {
      stream.startsAt ??= now;
      if (stream.groups.every(({ left }) => left === 0)) stream.finishesAt = plan.now + passed;
    }
  }
  return {
    courses: streams.map(({ campaign, startsAt, finishesAt }) => ({
      campaignId: campaign.id,
      startsAt: startsAt === null ? null : Math.round(startsAt),
      finishesAt: finishesAt === null ? null : Math.round(finishesAt),
    })),
    end,
    needed,
  };
}

function toStream(campaign: PlannedCampaign): Stream {
  const groups = campaign.groups
    .filter(({ messages }) => messages > 0)
    .map((group) => ({ ...group, left: group.messages }));
  const over = groups.length === 0;
  const at = over ? campaign.startsAt : null;
  return { campaign, groups, sent: 0, spent: 0, startsAt: at, finishesAt: at };
}

/** What flows at this moment, and how fast: urgent ones take what they can, the rest share evenly. */
function flowsAt(
  plan: SendingPlan,
  waiting: readonly Stream[],
  caps: readonly CapUse[],
  now: number,
): Flow[] {
  if (caps.some(({ cap, used }) => used + TINY >= cap.limit)) return [];
  const open = waiting.flatMap((stream) => {
    const group = openGroup(stream, now);
    return group ? [{ stream, group }] : [];
  });
  const flows: Flow[] = [];
  let room = plan.rate;
  for (const urgent of [true, false]) {
    // Those with the tightest own limit first: what they leave over goes to the others.
    const equals = open
      .filter(({ stream }) => stream.campaign.urgent === urgent)
      .toSorted((a, b) => limitOf(a.stream) - limitOf(b.stream));
    for (const [index, one] of equals.entries()) {
      const perSecond = Math.min(room / (equals.length - index), limitOf(one.stream));
      if (perSecond > TINY) flows.push({ ...one, perSecond });
      room -= perSecond;
    }
  }
  return flows;
}

function limitOf({ campaign }: Stream): number {
  return campaign.rate ?? Number.POSITIVE_INFINITY;
}

function openGroup({ campaign, groups }: Stream, now: number) {
  if (campaign.startsAt > now) return undefined;
  return groups.find(
    ({ left, zones }) => left > 0 && windowState(campaign.window, zones, now).open,
  );
}

/** The next moment at which a campaign starts or a window opens or closes. */
function nextChange(waiting: readonly Stream[], now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { campaign, groups } of waiting) {
    if (campaign.startsAt > now) {
      next = Math.min(next, campaign.startsAt);
      continue;
    }
    for (const { left, zones } of groups) {
      const at = left > 0 ? windowState(campaign.window, zones, now).changesAtMs : null;
      if (at !== null) next = Math.min(next, at);
    }
  }
  return next;
}

function renew(use: CapUse, passed: number): void {
  if (use.since === null || passed < use.since + CAP_SPANS_MS[use.cap.per]) return;
  use.since = null;
  use.used = 0;
}

/** When this cap is reached, or, where it is, when it is free again. */
function capChange(use: CapUse, flows: readonly Flow[], passed: number): number {
  const freeAt = use.since === null ? null : use.since + CAP_SPANS_MS[use.cap.per];
  const fill = fillOf(use, flows);
  const fullAt = fill > 0 ? passed + ((use.cap.limit - use.used) / fill) * 1000 : null;
  return Math.min(freeAt ?? Number.POSITIVE_INFINITY, fullAt ?? Number.POSITIVE_INFINITY);
}

function fillOf({ cap }: CapUse, flows: readonly Flow[]): number {
  return sum(flows, ({ group, perSecond }) =>
    cap.unit === 'messages' ? perSecond : (perSecond * group.parts) / group.messages,
  );
}

function advance(
  flows: readonly Flow[],
  caps: readonly CapUse[],
  seconds: number,
  passed: number,
): void {
  for (const use of caps) {
    const taken = fillOf(use, flows) * seconds;
    if (taken > 0) use.since ??= passed;
    use.used += taken;
  }
  for (const { stream, group, perSecond } of flows) {
    const messages = Math.min(group.left, perSecond * seconds);
    group.left = group.left - messages > TINY ? group.left - messages : 0;
    stream.sent += messages;
    stream.spent += messages * costOf(group);
  }
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
