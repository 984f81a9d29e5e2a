import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { verifyCopy } from '#core/backup/verify-copy.ts';
import { examineDatabase } from '#core/doctor/examine.ts';
import { startChild } from '#tests/support/child.ts';
import { aList, people } from '#tests/support/people.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

const STEPS = [
  ['linkSync', 'before'],
  ['linkSync', 'after'],
  ['renameSync siar.db', 'before'],
  ['renameSync siar.db', 'after'],
  ['renameSync last-restore.json', 'before'],
  ['rmSync siar.db.staged.json', 'after'],
] as const;

it.each(STEPS)(
  'puts a staged copy back as a whole, killed at %s %s',
  { timeout: 60_000 },
  async (call, when) => {
    const folder = await makeFolder();
    onTestFinished(() => removeFolder(folder));
    const dataFolder = join(folder, 'data');
    const core = await openCore({ dataFolder });
    const { safety, jobs } = core.client;
    const wait = async ({ jobId }: { jobId: string }) => {
      for await (const { state } of await jobs.watch({ jobId })) expect(state).not.toBe('failed');
    };
    aList(core.deps.db, people(2), 'Two');
    await wait(await safety.backUp({ to: 'folder' }));
    aList(core.deps.db, people(7), 'Seven');
    const [copy] = (await safety.state()).backups;
    await wait(await safety.prepareRestore({ backup: copy?.name ?? '' }));
    await safety.stageRestore({ confirm: true });
    await core.stop();

    const child = startChild('tests/crash/restore-process.ts', [dataFolder, call, when]);
    expect(await child.ended).toBeNull();

    // Whatever lies there is one database or the other; the next start makes it the copy's.
    const whole = examineDatabase(dataFolder).filter(({ ok }) => !ok);
    expect(whole).toEqual([]);
    const again = await openCore({ dataFolder });
    onTestFinished(() => again.stop());
    expect((await again.client.contacts.page({})).total).toBe(2);
    expect((await again.client.safety.state()).staged).toBeNull();
    const kept = readdirSync(dataFolder).filter((name) => /before-restore-[^.]*Z$/u.test(name));
    expect(kept.length).toBeGreaterThan(0);
    for (const name of kept) {
      expect(verifyCopy(join(dataFolder, name))).toMatchObject({ contacts: 7 });
    }
  },
);
