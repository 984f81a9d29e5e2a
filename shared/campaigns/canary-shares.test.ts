import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canaryRooms, type CanaryShare } from '#shared/campaigns/canary-shares.ts';

const shares: fc.Arbitrary<CanaryShare[]> = fc
  .array(
    fc
      .record({
        messages: fc.integer({ min: 1, max: 200 }),
        left: fc.integer({ min: 0, max: 200 }),
        isHeld: fc.boolean(),
      })
      .map(({ messages, left, isHeld }) => {
        const gone = Math.min(left, messages);
        return { messages, left: gone, ready: isHeld ? 0 : messages - gone };
      }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) => all.map((share, index) => ({ ...share, gatewayId: index + 1 })));

describe('the first messages by several gateways', () => {
  it('are as many as are missing, or as many as can leave, never more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), shares, (size, all) => {
        const rooms = canaryRooms(size, all);
        const sum = [...rooms.values()].reduce((total, room) => total + room, 0);
        const gone = all.reduce((total, { left }) => total + left, 0);
        const everybody = all.reduce((total, { messages }) => total + messages, 0);
        const ready = all.reduce((total, share) => total + share.ready, 0);
        const missing = Math.max(0, Math.min(size, everybody) - gone);
        expect(sum).toBe(Math.min(missing, ready));
        for (const { gatewayId, ready: most } of all) {
          expect(rooms.get(gatewayId)).toBeGreaterThanOrEqual(0);
          expect(rooms.get(gatewayId)).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  it('try every gateway where there are enough of them', () => {
    const all = [
      { gatewayId: 1, messages: 990, left: 0, ready: 990 },
      { gatewayId: 2, messages: 10, left: 0, ready: 10 },
    ];
    expect([...canaryRooms(20, all)]).toEqual([
      [1, 19],
      [2, 1],
    ]);
    expect([...canaryRooms(20, [...all].toReversed())]).toEqual([
      [2, 1],
      [1, 19],
    ]);
  });
});
