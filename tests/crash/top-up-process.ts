import { openCore } from '#tests/support/test-core.ts';

/**
 * Clears a top-up and is killed on the way: `top-up-process.ts FOLDER ID STEP`. The steps are the
 * writes of clearing, by the table they go to, and `after` the commit.
 */
const [dataFolder = '', id = '', step = ''] = process.argv.slice(2);

const core = await openCore({ dataFolder });
const { db } = core.deps;
const kill = () => {
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered at once; nothing of this process may go on in between.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
db.function('kill_now', () => {
  kill();
  return 0;
});
const [verb, when, table] = step.split(' ');
if (step !== 'after') {
  db.exec(
    `CREATE TEMP TRIGGER killer ${when} ${verb} ON main.${table} BEGIN SELECT kill_now(); END`,
  );
}
await core.client.topUps.clear({ id: Number(id), allowWarnings: true });
kill();
