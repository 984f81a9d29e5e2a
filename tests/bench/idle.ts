import { report } from '#tests/bench/measure.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

/** A core with nothing to do, after a few seconds. */
const dataFolder = await makeFolder();
const core = await openCore({ dataFolder });
await core.startEngine();
await new Promise((resolve) => setTimeout(resolve, 3_000));
const { rss } = process.memoryUsage();
await core.stop();
await removeFolder(dataFolder);
report({ mb: rss / 1024 / 1024 });
