import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedActions,
  assertCampaignMove,
  assertMessageMove,
  CAMPAIGN_ACTIONS,
  campaignTransition,
  canMoveMessage,
  mergePartReports,
  mergeReport,
  mergeReports,
  MESSAGE_STATES,
  type CampaignState,
  type MessageState,
  type ReportState,
} from '#shared/campaigns/lifecycle.ts';

const state = fc.constantFrom(...MESSAGE_STATES);
const report = fc.constantFrom<ReportState>('delivered', 'undelivered', 'expired');

/** What is asked of a message: a move, or a report that comes in. */
type Ask = { to: MessageState } | { report: ReportState };

const asks = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: state.map<Ask>((to) => ({ to })) },
    { weight: 1, arbitrary: report.map<Ask>((word) => ({ report: word })) },
  ),
  { maxLength: 80, size: 'max' },
);

/** The states a message goes through; whatever the table does not have is refused and changes nothing. */
function walk(list: readonly Ask[]): { by: Ask; from: MessageState; to: MessageState }[] {
  const steps: { by: Ask; from: MessageState; to: MessageState }[] = [];
  let current: MessageState = 'queued';
  for (const by of list) {
    let to: MessageState = current;
    if ('report' in by) to = mergeReport(current, by.report);
    else if (canMoveMessage(current, by.to)) to = by.to;
    else expect(() => assertMessageMove(current, by.to)).toThrow('cannot move');
    if (to === current) continue;
    expect(() => assertMessageMove(current, to)).not.toThrow();
    steps.push({ by, from: current, to });
    current = to;
  }
  return steps;
}

describe('the life of a message, whatever is asked of it', () => {
  const check = (holds: (steps: ReturnType<typeof walk>) => void) =>
    fc.assert(
      fc.property(asks, (list) => holds(walk(list))),
      { numRuns: 1_000 },
    );

  it('ends for good with excluded and cancelled, neither of which it reaches on its way', () => {
    check((steps) => {
      for (const [i, { from, to }] of steps.entries()) {
        if (to !== 'excluded' && to !== 'cancelled') continue;
        expect(from).toBe('queued');
        expect(i).toBe(steps.length - 1);
      }
    });
  });

  it('leaves once for each time that it was queued, and is taken or refused only after it left', () => {
    check((steps) => {
      let queued = 1;
      let left = 0;
      for (const { from, to } of steps) {
        if (to === 'queued') queued += 1;
        if (to === 'sending') left += 1;
        expect(left).toBeLessThanOrEqual(queued);
        if (to === 'rejected') expect(from).toBe('sending');
        if (to === 'accepted') expect(['sending', 'uncertain']).toContain(from);
      }
    });
  });

  it('is not sent again once delivered: only a worse report leads out, and never back in doubt', () => {
    check((steps) => {
      for (const { from, to } of steps) {
        if (from === 'delivered') expect(['undelivered', 'expired']).toContain(to);
        if (to === 'uncertain') expect(['sending', 'queued']).toContain(from);
      }
    });
  });

  it('goes to a worse state by a report or stays, and waits for none before it left', () => {
    const rank: Partial<Record<MessageState, number>> = {
      accepted: 0,
      uncertain: 0,
      delivered: 1,
      expired: 2,
      undelivered: 3,
    };
    check((steps) => {
      for (const { by, from, to } of steps) {
        if (!('report' in by)) continue;
        expect(to).toBe(by.report);
        expect(rank[from]).toBeDefined();
        expect(rank[to]).toBeGreaterThan(rank[from]!);
      }
    });
  });
});

/** The rule of decision record 0004, said another way. */
function worst(reports: readonly ReportState[]): MessageState {
  for (const word of ['undelivered', 'expired', 'delivered'] as const) {
    if (reports.includes(word)) return word;
  }
  return 'accepted';
}

const parts = fc.array(fc.array(report, { maxLength: 4 }), { minLength: 1, maxLength: 6 });

describe('reports', () => {
  it('lead to the worst of them, late, repeated and in any order, also where it was not known whether it left', () => {
    const late = fc
      .array(report, { maxLength: 10 })
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length }),
        ),
      );
    fc.assert(
      fc.property(late, ([list, again]) => {
        const expected = worst(list);
        expect(mergeReports(list)).toBe(expected);
        expect(mergeReports(again)).toBe(expected);
        const doubted = again.reduce<MessageState>(mergeReport, 'uncertain');
        expect(doubted).toBe(list.length === 0 ? 'uncertain' : expected);
      }),
      { numRuns: 500 },
    );
  });

  it('on parts tell of the whole: bad news of one is, good news only of all, whichever comes first', () => {
    const shuffled = parts.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc
          .shuffledSubarray(list, { minLength: list.length })
          .map((some) => some.map((reports) => [...reports, ...reports].toReversed())),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([list, again]) => {
        const all = worst(list.flat());
        const isWhole = list.every((reports) => reports.length > 0);
        const expected = all === 'delivered' && !isWhole ? 'accepted' : all;
        expect(mergePartReports(list)).toBe(expected);
        expect(mergePartReports(again)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('on parts never move a message backwards, as they come one by one', () => {
    const coming = fc.array(fc.tuple(fc.nat(3), report), { maxLength: 16 });
    fc.assert(
      fc.property(coming, (list) => {
        const known: ReportState[][] = [[], [], [], []];
        let current: MessageState = 'accepted';
        for (const [part, word] of list) {
          known[part]!.push(word);
          const next = mergePartReports(known);
          if (next !== current) expect(canMoveMessage(current, next)).toBe(true);
          // Bad news stays, and so does a delivery until there is worse.
          if (current !== 'accepted')
            expect(mergeReports([current as ReportState, word])).toBe(next);
          current = next;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the life of a campaign, whatever is asked of it', () => {
  it('follows the table that the buttons show: what is offered is done, what is not is refused', () => {
    const actions = fc.array(fc.constantFrom(...CAMPAIGN_ACTIONS), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(actions, (list) => {
        let current: CampaignState = 'draft';
        let hasStarted = false;
        for (const action of list) {
          const answer = campaignTransition(current, action);
          expect(answer.ok).toBe(allowedActions(current).includes(action));
          // The engine lets it go once it is frozen.
          const from: CampaignState = current;
          if (answer.ok) current = answer.next === 'freezing' ? 'running' : answer.next;
          else expect(answer.message).toMatch(/^[A-Z].+; .+\.$/);
          if (answer.ok && answer.next !== from) {
            expect(() => assertCampaignMove(from, answer.next)).not.toThrow();
          }
          hasStarted ||= action === 'start' && answer.ok;
          // What was sent stays on record, as it was sent.
          if (['edit', 'delete', 'start'].includes(action))
            expect(answer.ok).toBe(from === 'draft');
          if (hasStarted) expect(current).not.toBe('draft');
          // Only these two bring a campaign back that was over.
          if (from === 'stopped' || from === 'finished') {
            if (current !== from) expect(['retry', 'resolve']).toContain(action);
          }
          // A pause holds until somebody resumes it.
          if (from === 'paused' && current === 'running') expect(action).toBe('resume');
        }
      }),
      { numRuns: 500 },
    );
  });
});
