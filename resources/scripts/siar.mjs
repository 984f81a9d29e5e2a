/** `npm run -s siar -- COMMAND`: sets up what is missing, then runs the built command line. */
import { join } from 'node:path';
import { ensureBuilt, ensureDependencies, ensureNode, root, runToEnd } from './setup.mjs';

ensureDependencies();
const node = ensureNode();
ensureBuilt(node);
// npm changes into the project's folder; file names are meant from where the person stood.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exit(
  await runToEnd(node, [join(root, 'out', 'main', 'siar.js'), ...process.argv.slice(2)], { cwd }),
);
