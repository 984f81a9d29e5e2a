import { openCore } from '#tests/support/test-core.ts';

/**
 * Siar on one SMPP session, killed while it keeps a message from a phone: `reply-process.ts FOLDER URL STEP`.
 * The steps are the writes of keeping it by the table they go to, `after`: once it is committed and before the
 * gateway is told, `never`. Prints a line once it is bound.
 */
const [dataFolder = '', url = '', step = ''] = process.argv.slice(2);

const core = await openCore({ dataFolder });
const { db, bus } = core.deps;
const kill = () => {
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered at once; nothing of this process may go on in between.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
db.function('kill_now', () => {
  kill();
  return 0;
});
const [when = '', table = ''] = step.split(' ');
if (table !== '') {
  db.exec(
    `CREATE TEMP TRIGGER killer ${when} INSERT ON main.${table} BEGIN SELECT kill_now(); END`,
  );
}
if (step === 'after')
  bus.subscribe(({ type }) => (type === 'replies.changed' ? kill() : undefined));
const secrets = { systemId: 'shop', password: 'secret' };
const [known] = await core.client.gateways.all();
if (known) await core.client.gateways.update({ id: known.id, secrets });
else await core.client.gateways.add({ name: 'SMPP', driver: 'smpp', url, secrets });
await core.startEngine();
const [gateway] = await core.client.gateways.all();
const { driver } = await core.deps.gateways.open(gateway?.id ?? 0);
const check = await driver.check?.(AbortSignal.timeout(5_000));
process.stdout.write(`${JSON.stringify({ bound: check?.ok })}\n`);
