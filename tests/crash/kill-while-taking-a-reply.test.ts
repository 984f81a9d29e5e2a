import { expect, it, onTestFinished } from 'vitest';
import { startChild } from '#tests/support/child.ts';
import { createSmsc } from '#tests/support/smsc.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

const FROM = '60123456789';

it.each([
  'BEFORE incoming_messages',
  'AFTER incoming_messages',
  'BEFORE suppressions',
  'AFTER suppressions',
  'after',
])(
  'keeps a STOP once although Siar is killed on the way (%s)',
  async (step) => {
    const dataFolder = await makeFolder();
    const smsc = await createSmsc();
    onTestFinished(async () => {
      await smsc.close();
      await removeFolder(dataFolder);
    });
    const start = async (at: string) => {
      const child = startChild('tests/crash/reply-process.ts', [dataFolder, smsc.url, at]);
      expect(await child.line()).toEqual({ bound: true });
      return child;
    };
    const stop = () => smsc.deliver({ source_addr: FROM, short_message: Buffer.from('STOP') });

    const killed = await start(step);
    void stop();
    expect(await killed.ended).toBeNull();
    // Nobody said "received", so the gateway still has it and delivers it again.
    expect(smsc.deliverAnswers).toEqual([]);
    const next = await start('never');
    expect(await stop()).toMatchObject({ command_status: 0 });
    next.process.kill('SIGKILL');
    await next.ended;

    const core = await openCore({ dataFolder });
    onTestFinished(() => core.stop());
    const replies = await core.client.replies.page({});
    expect(replies.rows).toMatchObject([
      { sender: FROM, text: 'STOP', asked: 'stop', suppressed: true },
    ]);
    expect((await core.client.suppressions.page({})).rows).toMatchObject([
      { msisdn: FROM, source: 'reply' },
    ]);
  },
  60_000,
);
