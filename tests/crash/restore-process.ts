import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Opens a folder in which a copy is staged, and is killed on the way: `restore-process.ts FOLDER CALL WHEN`.
 * The calls are those that change the folder; `WHEN` is `before` or `after` it.
 */
const [dataFolder = '', call = '', when = ''] = process.argv.slice(2);

const kill = () => {
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered at once; nothing of this process may go on in between.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
const [name = '', part = ''] = call.split(' ');
const own = fs[name as 'renameSync' | 'linkSync' | 'rmSync'] as (...args: unknown[]) => unknown;
Object.assign(fs, {
  [name]: (...args: unknown[]) => {
    const isIt = String(args.at(name === 'rmSync' ? 0 : 1)).endsWith(part);
    if (isIt && when === 'before') kill();
    const done = own(...args);
    if (isIt) kill();
    return done;
  },
});
syncBuiltinESMExports();
const { openCore } = await import('#tests/support/test-core.ts');
await openCore({ dataFolder });
