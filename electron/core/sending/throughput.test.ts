import { expect, it } from 'vitest';
import { createThroughput } from '#core/sending/throughput.ts';

it('tells messages a second over the last ten seconds', () => {
  const throughput = createThroughput(0);
  for (let now = 0; now < 20_000; now += 25) throughput.note(now);
  expect(throughput.perSecond(20_000)).toBeGreaterThan(34);
  expect(throughput.perSecond(20_000)).toBeLessThanOrEqual(40);
});

it('falls to nothing when nothing is sent, and never counts an old second again', () => {
  const throughput = createThroughput(0);
  for (let i = 0; i < 100; i += 1) throughput.note(500);
  expect(throughput.perSecond(9_000)).toBeCloseTo(100 / 9);
  expect(throughput.perSecond(11_000)).toBe(0);
  throughput.note(11_500);
  expect(throughput.perSecond(11_600)).toBeCloseTo(0.1);
});
