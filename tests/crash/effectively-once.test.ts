import { describe } from 'vitest';
import { runSeeds } from '#tests/crash/seeds.ts';

describe('class A, a gateway with a dedupe key: everybody exactly once, whatever is killed', () => {
  runSeeds('a', 'tests/crash/effectively-once.test.ts');
});
