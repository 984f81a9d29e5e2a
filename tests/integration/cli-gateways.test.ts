import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { jsonOf, runSiar, temporaryFolder } from '#tests/support/siar-process.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

function siar(data: string) {
  const at = ['--data', join(folder.path, data), '--json'];
  const run = (...args: string[]) => runSiar([...at, ...args]);
  return {
    run,
    ok: async (...args: string[]) => {
      const ended = await run(...args);
      expect(ended.code, ended.stdout + ended.stderr).toBe(0);
      return jsonOf(ended);
    },
    refused: async (code: number, ...args: string[]) => {
      const ended = await run(...args);
      expect(ended.code, ended.stdout + ended.stderr).toBe(code);
      return jsonOf(ended)['error'] as Record<string, unknown>;
    },
  };
}

test('gateway profile shows, changes, takes from a file, and goes back to what Siar ships', async () => {
  const { ok, refused } = siar('profile');
  await ok('gateway', 'add', 'Shop', '--driver', 'practice');
  const shipped = await ok('gateway', 'profile', 'show', 'Shop');
  expect(shipped).toMatchObject({
    id: 1,
    name: 'Shop',
    driver: 'practice',
    profile: { gsm7: { single: 160, multi: 153 }, creditsPerPart: 1 },
  });
  const changed = await ok(
    'gateway',
    'profile',
    'set',
    'Shop',
    'gsm7.single=155',
    'pricePrefix.text="RM1 "',
  );
  expect(changed['profile']).toMatchObject({
    gsm7: { single: 155, multi: 153 },
    pricePrefix: { text: 'RM1 ' },
  });
  expect((await ok('gateway', 'profile', 'show', 'Shop'))['profile']).toEqual(changed['profile']);

  const file = join(folder.path, 'profile.json');
  const own = { ...(changed['profile'] as object), creditsPerPart: 2 };
  await writeFile(file, JSON.stringify(own));
  const taken = await ok('gateway', 'profile', 'set', 'Shop', '--file', file);
  expect(taken['profile']).toMatchObject({ creditsPerPart: 2, gsm7: { single: 155 } });

  for (const bad of ['gsm7.single', 'gsm7.single=-1', 'noSuchField=1']) {
    const error = await refused(2, 'gateway', 'profile', 'set', 'Shop', bad);
    expect(error['message'], bad).toMatch(/Nothing was (changed|saved)/);
  }
  expect((await ok('gateway', 'profile', 'show', 'Shop'))['profile']).toEqual(taken['profile']);
  const back = await ok('gateway', 'profile', 'set', 'Shop', '--shipped');
  expect(back['profile']).toEqual(shipped['profile']);
});

test('campaign switch-gateway says what it comes to, does it once, and refuses what it must', async () => {
  const { ok, refused, run } = siar('switch');
  await writeFile(join(folder.path, 'people.csv'), 'phone\n0123450001\n0123450002\n0123450003\n');
  await ok('import', join(folder.path, 'people.csv'), '--list', 'Few');
  await ok('gateway', 'add', 'First', '--driver', 'practice');
  await ok('gateway', 'add', 'Dear', '--driver', 'practice');
  await ok('gateway', 'profile', 'set', 'Dear', 'creditsPerPart=3');
  const text = ['--text', 'Hi', '--gateway', 'First', '--window', 'always'];
  await ok('campaign', 'create', 'Move', '--list', 'Few', ...text);
  await ok('campaign', 'start', 'Move');
  const error = await refused(3, 'campaign', 'switch-gateway', 'Move', 'Dear');
  expect(error).toMatchObject({ code: 'not-paused', details: { state: 'scheduled' } });
  await ok('campaign', 'pause', 'Move');

  const expected = {
    gateway: 'Dear',
    messages: 3,
    before: { parts: 3, credits: 3 },
    after: { parts: 3, credits: 9 },
    tooLong: 0,
    stays: { sent: 0, inFlight: 0, uncertain: 0, there: 0 },
  };
  const dry = await ok('campaign', 'switch-gateway', 'Move', 'Dear', '--dry-run');
  expect(dry).toMatchObject({ preview: true, ...expected });
  expect((await ok('campaign', 'status', 'Move'))['credits']).toMatchObject({ reserved: 3 });

  const people = await runSiar([
    '--data',
    join(folder.path, 'switch'),
    'campaign',
    'switch-gateway',
    'Move',
    'Dear',
    '--dry-run',
  ]);
  expect(people.stdout).toContain('3 messages would go by Dear: 3 parts, 9 credits (before');

  const done = await ok('campaign', 'switch-gateway', 'Move', 'Dear');
  expect(done).toMatchObject({ preview: false, ...expected });
  expect(await ok('campaign', 'status', 'Move')).toMatchObject({
    state: 'paused',
    credits: { predicted: 9, reserved: 9 },
    pauseReason: { code: 'moved' },
  });
  const again = await refused(2, 'campaign', 'switch-gateway', 'Move', 'Dear');
  expect(again['code']).toBe('nothing-unsent');
  const unknown = await run('campaign', 'switch-gateway', 'Move', 'Nowhere');
  expect(unknown.code).toBe(2);
});
