import { describe } from 'vitest';
import { runSeeds } from '#tests/crash/seeds.ts';

describe('class B, no dedupe key: nobody twice, and uncertain only what was in flight', () => {
  runSeeds('b', 'tests/crash/at-most-once.test.ts');
});
