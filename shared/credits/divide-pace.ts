/** What a campaign wants to send by one gateway now. */
export type Demand = {
  campaignId: number;
  gatewayId: number;
  /** Urgent campaigns take what they can before the others get anything. */
  urgent: boolean;
  /** The campaign's own limit over all its gateways, messages per second; null: none. */
  rate: number | null;
};

/** What is left over is given away so often: more changes nothing that anybody sees. */
const ROUNDS = 8;
const TINY = 1e-9;

/**
 * How fast each of these flows, messages per second, in their order. A gateway's rate is shared evenly
 * among equals, and what a campaign's own limit leaves over goes to the others. A campaign's rate is one
 * for all its gateways: what one of them cannot take, another does.
 */
export function dividePace(
  demands: readonly Demand[],
  rates: ReadonlyMap<number, number>,
): number[] {
  const limits = demands.map(({ campaignId, rate }) =>
    rate === null ? Number.POSITIVE_INFINITY : rate / countOf(demands, campaignId),
  );
  let paces = shareOut(demands, limits, rates);
  for (let round = 0; round < ROUNDS; round++) {
    if (!raiseLimits(demands, limits, paces)) return paces;
    paces = shareOut(demands, limits, rates);
  }
  return paces;
}

function countOf(demands: readonly Demand[], campaignId: number): number {
  return demands.filter((one) => one.campaignId === campaignId).length;
}

/** Gives what a campaign's slower gateways leave of its rate to the others; whether there was any. */
function raiseLimits(demands: readonly Demand[], limits: number[], paces: number[]): boolean {
  let isChanged = false;
  for (const campaignId of new Set(demands.map((one) => one.campaignId))) {
    const own = demands.flatMap((one, index) => (one.campaignId === campaignId ? [index] : []));
    const rate = demands[own[0] ?? 0]?.rate ?? null;
    if (rate === null || own.length < 2) continue;
    const left = rate - own.reduce((sum, index) => sum + (paces[index] ?? 0), 0);
    const hungry = own.filter((index) => (limits[index] ?? 0) - (paces[index] ?? 0) <= TINY);
    if (left <= TINY || hungry.length === 0) continue;
    for (const index of own) {
      const pace = paces[index] ?? 0;
      limits[index] = hungry.includes(index) ? pace + left / hungry.length : pace;
    }
    isChanged = true;
  }
  return isChanged;
}

function shareOut(
  demands: readonly Demand[],
  limits: readonly number[],
  rates: ReadonlyMap<number, number>,
): number[] {
  const paces = demands.map(() => 0);
  for (const [gatewayId, rate] of rates) {
    let room = rate;
    for (const urgent of [true, false]) {
      // Those with the tightest own limit first: what they leave over goes to the others.
      const equals = demands
        .flatMap((one, index) =>
          one.gatewayId === gatewayId && one.urgent === urgent ? [index] : [],
        )
        .toSorted((a, b) => (limits[a] ?? 0) - (limits[b] ?? 0));
      for (const [place, index] of equals.entries()) {
        const pace = Math.min(room / (equals.length - place), limits[index] ?? 0);
        paces[index] = pace;
        room -= pace;
      }
    }
  }
  return paces;
}
