import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedActions,
  CAMPAIGN_ACTIONS,
  CAMPAIGN_STATES,
  campaignTransition,
  assertCampaignMove,
  canMoveMessage,
  mergeReport,
  mergePartReports,
  mergeReports,
  MESSAGE_MOVES,
  MESSAGE_STATES,
  summaryOf,
} from '#shared/campaigns/lifecycle.ts';

const reports = fc.array(fc.constantFrom('delivered', 'undelivered', 'expired'), { maxLength: 12 });

describe('message moves', () => {
  it.each([
    ['queued', 'sending', true],
    ['queued', 'excluded', true],
    ['queued', 'cancelled', true],
    ['queued', 'accepted', false],
    ['sending', 'cancelled', false],
    ['sending', 'queued', true],
    ['sending', 'uncertain', true],
    ['sending', 'delivered', false],
    ['accepted', 'queued', false],
    ['uncertain', 'queued', true],
    ['uncertain', 'delivered', true],
    ['uncertain', 'rejected', false],
    ['undelivered', 'accepted', false],
    ['undelivered', 'delivered', true],
    ['queued', 'delivered', true],
    ['cancelled', 'delivered', false],
    ['undelivered', 'queued', true],
    ['rejected', 'queued', true],
    ['delivered', 'queued', false],
    ['excluded', 'queued', false],
    ['cancelled', 'queued', false],
  ] as const)('%s to %s: %s', (from, to, legal) => {
    expect(canMoveMessage(from, to)).toBe(legal);
  });

  it('never lets a message stay in a move and never forgets a state', () => {
    expect(Object.keys(MESSAGE_MOVES).toSorted()).toEqual(MESSAGE_STATES.toSorted());
    for (const state of MESSAGE_STATES) expect(canMoveMessage(state, state)).toBe(false);
  });

  it('queues again only what failed, is uncertain, or was put off by a backoff', () => {
    const resendable = MESSAGE_STATES.filter((state) => canMoveMessage(state, 'queued'));
    expect(resendable).toEqual(['sending', 'undelivered', 'expired', 'rejected', 'uncertain']);
  });
});

describe('delivery reports', () => {
  it('do not depend on order or on repeats', () => {
    fc.assert(
      fc.property(reports, fc.infiniteStream(fc.nat()), (list, picks) => {
        const key = new Map(list.map((_, i) => [i, picks.next().value ?? 0]));
        const shuffled = list
          .map((report, i) => ({ report, at: key.get(i) ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ report }) => report);
        const expected = mergeReports(list);
        expect(mergeReports(shuffled)).toBe(expected);
        expect(mergeReports(list.toReversed())).toBe(expected);
        expect(mergeReports([...list, ...shuffled])).toBe(expected);
      }),
    );
  });

  it('let the worst part decide', () => {
    expect(mergeReports([])).toBe('accepted');
    expect(mergeReports(['delivered'])).toBe('delivered');
    expect(mergeReports(['delivered', 'undelivered', 'delivered'])).toBe('undelivered');
    expect(mergeReports(['expired', 'delivered'])).toBe('expired');
  });

  it('make only legal moves, from any state', () => {
    for (const state of MESSAGE_STATES) {
      for (const report of ['delivered', 'undelivered', 'expired'] as const) {
        const next = mergeReport(state, report);
        if (next !== state) expect(canMoveMessage(state, next)).toBe(true);
      }
    }
  });

  it('leave a message alone that waits for none', () => {
    for (const state of ['queued', 'sending', 'rejected', 'cancelled', 'excluded'] as const) {
      expect(mergeReport(state, 'delivered')).toBe(state);
    }
    expect(mergeReport('undelivered', 'delivered')).toBe('undelivered');
    expect(mergeReport('uncertain', 'delivered')).toBe('delivered');
  });
});

describe('summaryOf', () => {
  it('shows the three words of the user guide', () => {
    expect(MESSAGE_STATES.map((state) => summaryOf(state, true))).toEqual([
      'none',
      'queue',
      'queue',
      'queue',
      'success',
      'failure',
      'failure',
      'failure',
      'failure',
      'none',
    ]);
    expect(summaryOf('accepted', false)).toBe('success');
  });
});

describe('campaign actions', () => {
  it.each([
    ['draft', ['start', 'edit', 'delete']],
    ['freezing', []],
    ['scheduled', ['pause', 'stop']],
    ['running', ['pause', 'stop', 'resolve', 'finish']],
    ['paused', ['resume', 'stop', 'resolve']],
    ['stopped', ['retry', 'resolve']],
    ['finished', ['retry', 'resolve']],
  ] as const)('%s allows %j', (state, actions) => {
    expect(allowedActions(state)).toEqual(actions);
  });

  it('answers every other action with one sentence', () => {
    for (const state of CAMPAIGN_STATES) {
      for (const action of CAMPAIGN_ACTIONS) {
        const answer = campaignTransition(state, action);
        expect(answer.ok).toBe(allowedActions(state).includes(action));
        if (!answer.ok) expect(answer.message).toMatch(/^[A-Z].+\.$/);
      }
    }
  });

  it('leads where the words say', () => {
    expect(campaignTransition('draft', 'start')).toEqual({ ok: true, next: 'freezing' });
    expect(campaignTransition('paused', 'resume')).toEqual({ ok: true, next: 'running' });
    expect(campaignTransition('finished', 'retry')).toEqual({ ok: true, next: 'running' });
    expect(() => assertCampaignMove('freezing', 'scheduled')).not.toThrow();
    expect(() => assertCampaignMove('draft', 'running')).toThrow('cannot move');
    expect(() => assertCampaignMove('finished', 'paused')).toThrow('cannot move');
  });
});

describe('reports on parts with ids of their own', () => {
  it.each([
    [[['delivered'], []], 'accepted'],
    [[['delivered'], ['delivered']], 'delivered'],
    [[[], ['expired']], 'expired'],
    [[['delivered', 'undelivered'], ['delivered']], 'undelivered'],
    [[[], []], 'accepted'],
  ] as const)('%j is %s', (parts, state) => {
    expect(mergePartReports(parts)).toBe(state);
  });
});
