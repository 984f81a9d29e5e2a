/** What came of asking a gateway for delivery reports. Moments are wall time, ms. */
export type PollNote = {
  at: number;
  /** Null: the gateway answered. */
  problem: { code: string; message: string; nextAt: number } | null;
};

/** How it goes with asking, for each gateway. */
export type PollBoard = {
  note(gatewayId: number, note: PollNote): void;
  /** When it last answered, and what is wrong since; both null before the first question. */
  of(gatewayId: number): { answeredAt: number | null; problem: PollNote['problem'] };
};

/** See PollBoard. `changed` is called when it begins or ceases to go wrong. */
export function createPollBoard(changed: () => void): PollBoard {
  const board = new Map<number, ReturnType<PollBoard['of']>>();
  const of: PollBoard['of'] = (id) => board.get(id) ?? { answeredAt: null, problem: null };
  return {
    note(gatewayId, { at, problem }) {
      const before = of(gatewayId);
      board.set(gatewayId, { answeredAt: problem ? before.answeredAt : at, problem });
      if (before.problem?.message !== problem?.message) changed();
    },
    of,
  };
}
