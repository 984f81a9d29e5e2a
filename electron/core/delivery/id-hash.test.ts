import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashOfId } from '#core/delivery/id-hash.ts';

it('never changes: it is in databases', () => {
  expect(['', '1', 'a', '88ce9c6e-1707-41b8-95a2-91d228001fc7'].map(hashOfId)).toEqual([
    5869997003310698, 1471280194604780, 1363164571098638, 1334283867664149,
  ]);
});

it.each([
  ['random', () => randomUUID()],
  ['counting', (n: number) => String(n)],
  ['hexadecimal with zeros before', (n: number) => n.toString(16).padStart(8, '0')],
  ['with a long common beginning', (n: number) => `SMXXXXXXXXXXXXXXXXXXXXXXXXXX-${n}`],
])('spreads ids that are %s, and no two of 200,000 meet', (_, idOf) => {
  const hashes = Array.from({ length: 200_000 }, (__, n) => hashOfId(idOf(n)));
  expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
  expect(new Set(hashes).size).toBe(hashes.length);
  const buckets = Array.from({ length: 64 }, () => 0);
  for (const hash of hashes) buckets[Math.floor(hash / 2 ** 47)]! += 1;
  const even = hashes.length / buckets.length;
  expect(Math.max(...buckets)).toBeLessThan(even * 1.15);
  expect(Math.min(...buckets)).toBeGreaterThan(even * 0.85);
});
