import { openCore } from '#tests/support/test-core.ts';

/**
 * Gives a campaign to another gateway and is killed on the way:
 * `switch-process.ts FOLDER CAMPAIGN GATEWAY STEP [FROM]`. The steps: `campaign` before the first transaction
 * is committed, a number after so many messages have moved, `after` when the call has answered.
 */
const [dataFolder = '', id = '', gatewayId = '', step = '', from] = process.argv.slice(2);

const core = await openCore({ dataFolder });
const { db } = core.deps;
const kill = () => {
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered at once; nothing of this process may go on in between.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
let moved = 0;
db.function('moved_one', () => {
  moved += 1;
  if (moved === Number(step)) kill();
  return moved;
});
db.function('kill_now', () => {
  kill();
  return 0;
});
db.exec(
  step === 'campaign'
    ? 'CREATE TEMP TRIGGER killer AFTER UPDATE OF pause_code ON main.campaigns BEGIN SELECT kill_now(); END'
    : 'CREATE TEMP TRIGGER killer AFTER UPDATE OF gateway_id ON main.messages BEGIN SELECT moved_one(); END',
);
await core.client.campaigns.switchGateway({
  id: Number(id),
  gatewayId: Number(gatewayId),
  from: from === undefined ? undefined : Number(from),
});
kill();
