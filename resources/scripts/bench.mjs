import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

// Speeds and sizes of the core on this machine, in about two minutes: `npm run bench`.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `The bench needs Node 22.19 or newer, and this is Node ${process.versions.node}. Run it with "npm run bench".`,
  );
  process.exit(1);
}
const root = resolve(import.meta.dirname, '../..');
const { status } = spawnSync(
  process.execPath,
  [join(root, 'tests/bench/main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit', cwd: root },
);
process.exit(status ?? 1);
