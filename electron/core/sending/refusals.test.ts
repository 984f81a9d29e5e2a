import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRefusals } from '#core/sending/refusals.ts';

describe('refusals', () => {
  it('are held against the campaign that they are of, however much else goes well', () => {
    const refusals = createRefusals();
    const said: (string | null)[] = [];
    for (let i = 0; i < 80; i += 1) {
      for (const good of [1, 2, 3]) expect(refusals.note(good, false)).toBeNull();
      said.push(refusals.note(9, true));
    }
    expect(said.slice(0, 79)).toEqual(Array(79).fill(null));
    expect(said[79]).toBe('campaign');
  });

  it('are the gateway’s when it refuses the others as well', () => {
    const refusals = createRefusals();
    for (let i = 0; i < 79; i += 1) {
      expect(refusals.note(1, true)).toBeNull();
      expect(refusals.note(2, true)).toBeNull();
    }
    expect(refusals.note(1, true)).toBe('gateway');
    // All of them paused: what comes next is counted anew.
    expect(refusals.note(2, true)).toBeNull();
  });

  it('of a few others say nothing about the gateway', () => {
    const refusals = createRefusals();
    for (let i = 0; i < 19; i += 1) refusals.note(2, true);
    for (let i = 0; i < 79; i += 1) refusals.note(1, true);
    expect(refusals.note(1, true)).toBe('campaign');
  });

  it('never pause a campaign of which less than 80 of any 100 in a row are refused', () => {
    const outcomes = fc.array(
      fc.record({ of: fc.integer({ min: 1, max: 3 }), bad: fc.boolean() }),
      {
        minLength: 200,
        maxLength: 600,
        size: 'max',
      },
    );
    fc.assert(
      fc.property(outcomes, fc.integer({ min: 1, max: 3 }), (list, worst) => {
        const refusals = createRefusals();
        const own = new Map<number, boolean[]>();
        for (const { of, bad } of list) {
          const isRejected = of === worst || bad;
          const last = [...(own.get(of) ?? []), isRejected].slice(-100);
          own.set(of, last);
          const said = refusals.note(of, isRejected);
          const isDue = last.filter(Boolean).length >= 80;
          expect(said !== null).toBe(isDue);
          if (said === 'campaign') own.set(of, []);
          if (said === 'gateway') own.clear();
        }
      }),
    );
  });
});
