/** Refusals among the last 100 outcomes after which something is wrong with more than single numbers. */
const MAX_REJECTED = 80;
const OF = 100;

/** Outcomes of other campaigns that say enough about the gateway. */
const ENOUGH_OF_OTHERS = 20;

/** Watches how much of what a gateway is given it refuses, and whose. */
export type Refusals = {
  /**
   * Notes an outcome. Answers `campaign` when too much of this campaign is refused, which is its own
   * list or text, and `gateway` when too much of the others is refused as well.
   */
  note(campaignId: number, isRejected: boolean): 'campaign' | 'gateway' | null;
  /** Forgets the past: a person resumed. */
  reset(): void;
};

/** See Refusals. */
export function createRefusals(): Refusals {
  const ofEach = new Map<number, boolean[]>();

  const isTooMany = (outcomes: readonly boolean[]) =>
    outcomes.filter(Boolean).length * OF >= outcomes.length * MAX_REJECTED;

  return {
    note(campaignId, isRejected) {
      const own = ofEach.get(campaignId) ?? [];
      // The last to have sent comes last: campaigns that ended long ago say nothing any more.
      ofEach.delete(campaignId);
      ofEach.set(campaignId, own);
      own.push(isRejected);
      if (own.length > OF) own.shift();
      if (own.filter(Boolean).length < MAX_REJECTED) return null;
      ofEach.delete(campaignId);
      const others = [...ofEach.values()].flat().slice(-OF);
      if (others.length < ENOUGH_OF_OTHERS || !isTooMany(others)) return 'campaign';
      ofEach.clear();
      return 'gateway';
    },
    reset: () => ofEach.clear(),
  };
}
