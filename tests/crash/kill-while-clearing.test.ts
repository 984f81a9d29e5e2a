import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { examineDatabase } from '#core/doctor/examine.ts';
import { startChild } from '#tests/support/child.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

const STEPS = [
  'INSERT BEFORE credit_entries',
  'INSERT AFTER credit_entries',
  'INSERT AFTER credit_transactions',
  'UPDATE BEFORE top_ups',
  'UPDATE AFTER top_ups',
  'after',
];

it(
  'releases a top-up exactly once, whatever step of clearing the process is killed in',
  { timeout: 120_000 },
  async () => {
    const folder = await makeFolder();
    onTestFinished(() => removeFolder(folder));
    const dataFolder = join(folder, 'data');
    const open = await openCore({ dataFolder });
    const { id: gatewayId } = await open.client.gateways.add({ name: 'P', driver: 'practice' });
    const draft = { gatewayId, amountSen: 10_000, method: 'cheque', accountHolder: 'Tan' } as const;
    for (const _ of STEPS) await open.client.topUps.add(draft);
    await open.stop();

    for (const [at, step] of STEPS.entries()) {
      const id = at + 1;
      const child = startChild('tests/crash/top-up-process.ts', [dataFolder, String(id), step]);
      expect(await child.ended, step).toBeNull();
      const core = await openCore({ dataFolder });
      const isCleared = step === 'after';
      const found = await core.client.topUps.get({ id });
      expect(found, step).toMatchObject({ state: isCleared ? 'cleared' : 'pending' });
      const again = core.client.topUps.clear({ id, allowWarnings: true });
      if (isCleared) await expect(again).rejects.toMatchObject({ data: { code: 'not-pending' } });
      else await again;
      const { receiptNumber } = await core.client.topUps.get({ id });
      expect(receiptNumber).toMatch(new RegExp(`-00000${id}$`, 'u'));
      const [book] = await core.client.credits.accounts();
      expect(book?.users).toMatchObject([{ userId: null, balance: id * 2_000 }]);
      await core.stop();
      expect(
        examineDatabase(dataFolder).filter(({ ok }) => !ok),
        step,
      ).toEqual([]);
    }
  },
);
