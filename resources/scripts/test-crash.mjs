/**
 * `npm run test:crash`: the long crash run, 1,000 seeds: SIAR_CRASH_SEEDS of each class (500 unless
 * set), from SIAR_CRASH_SEED on. A seed that fails prints the command that runs it again.
 */
import { join } from 'node:path';
import {
  ensureBuilt,
  ensureDependencies,
  ensureNode,
  root,
  runToEnd,
  toolEnvironment,
} from './setup.mjs';

ensureDependencies();
const node = ensureNode();
ensureBuilt(node);
const seeds = process.env.SIAR_CRASH_SEEDS ?? '500';
process.exit(
  await runToEnd(
    node,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'tests/crash', '--testTimeout=0'],
    { env: toolEnvironment({ SIAR_CRASH_SEEDS: seeds }) },
  ),
);
