import { expect, it } from 'vitest';
import { describe } from '#headless/cli/progress.ts';

it('tells counts, rate and time left', () => {
  const line = describe({ done: 500, total: 1000, seconds: 10, unit: 'messages' });
  expect(line).toBe('████████████░░░░░░░░░░░░ 50%  500/1,000 messages  50 messages/s  10 s left');
});

it('tells only the share where the work may be rows or bytes', () => {
  const line = describe({ done: 262_144, total: 1_048_576, seconds: 3, unit: null });
  expect(line).toBe('██████░░░░░░░░░░░░░░░░░░ 25%  9 s left');
  expect(describe({ done: 0, total: null, seconds: 0, unit: null })).toBe('…');
});
