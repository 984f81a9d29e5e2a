import { expect, it } from 'vitest';
import { repeatInDoubt } from '#core/sending/repeat.ts';

const result = {
  outcome: 'ambiguous',
  code: 'timeout',
  detail: 'no answer',
  gatewayMessageId: null,
  parts: null,
  credits: null,
  to: 'uncertain' as const,
  notBefore: null,
};

it('repeats with growing waits, then leaves it to a person, and never forgets the request', () => {
  const waits: number[] = [];
  for (let repeats = 0; ; repeats += 1) {
    const next = repeatInDoubt(result, { repeats }, 1_000);
    expect(next.inDoubt).toBe(true);
    if (next.to === 'uncertain') break;
    waits.push(next.notBefore! - 1_000);
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.length).toBeGreaterThan(3);
});

it('keeps the doubt when a repeat is put off, and drops it with a real answer', () => {
  const later = { ...result, to: 'queued' as const, notBefore: null };
  expect(repeatInDoubt(later, { repeats: 1 }, 5)).toMatchObject({ inDoubt: true, notBefore: 5 });
  expect(repeatInDoubt(later, { repeats: 0 }, 5)).toBe(later);
  const accepted = { ...result, to: 'accepted' as const };
  expect(repeatInDoubt(accepted, { repeats: 2 }, 5)).toBe(accepted);
});
