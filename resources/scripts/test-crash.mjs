/** `npm run test:crash`: the long crash run. SIAR_CRASH_RUNS campaigns (100 unless set), ten kills each. */
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
const runs = process.env.SIAR_CRASH_RUNS ?? '100';
process.exit(
  await runToEnd(
    node,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'tests/crash', '--testTimeout=0'],
    { env: toolEnvironment({ SIAR_CRASH_RUNS: runs }) },
  ),
);
