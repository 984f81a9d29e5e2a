/** `npm run bench`: speeds and sizes of the core on this machine, in about two minutes. */
import { join } from 'node:path';
import { ensureDependencies, ensureNode, root, runToEnd, toolEnvironment } from './setup.mjs';

ensureDependencies();
const node = ensureNode();
process.exit(
  await runToEnd(node, [join(root, 'tests', 'bench', 'main.ts'), ...process.argv.slice(2)], {
    env: toolEnvironment(),
  }),
);
