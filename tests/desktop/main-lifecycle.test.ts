import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { connectToOwner } from '#core/control/connect.ts';
import { ensureBuilt } from './support/built.ts';
import { startCampaign, startMain, startReady } from './support/started-main.ts';

/** How the desktop app starts, stays, ends and comes back; see main-process.test.ts for the stand-in. */
beforeAll(() => void ensureBuilt(), 240_000);

const dueTomorrow = () => ({ contacts: 1, scheduledAt: Date.now() + 24 * 3_600_000 });

describe('starting', () => {
  it('leaves at once where Siar runs already, and the first one shows its window', async () => {
    const second = startMain({ env: { STAND_IN_SECOND_INSTANCE: '1' } });
    expect(await second.exited).toBe(0);

    const first = await startReady();
    await first.emitApp('second-instance');
    const { windows } = await first.state();
    expect(windows).toHaveLength(1);
    expect(windows[0]?.visible).toBe(true);
  });

  it('says who holds the data folder, sends nothing and ends', async () => {
    const first = await startReady();
    // Another login of the same user has another lock of Chromium's but the same data.
    const second = startMain({
      dataFolder: first.dataFolder,
      env: { STAND_IN_MESSAGE_BOX: '-1' },
    });
    const { dialogs } = await second.until(
      () => second.state(),
      (state) => state.dialogs.length > 0,
    );
    expect(dialogs[0]).toMatchObject({
      type: 'error',
      message: 'Siar could not start',
      detail: expect.stringMatching(/already works with .+ \(process \d+\).+Nothing was changed/),
    });
    await second.answer({ messageBox: 0 });
    expect(await second.exited).toBe(0);
    expect(await first.call({ path: ['settings', 'get'] })).toMatchObject({ country: 'MY' });
  });

  it('lets the command line in as a client of the window’s core, and out again', async () => {
    const main = await startReady();
    const connection = await connectToOwner(main.dataFolder);
    expect(connection?.owner.host).toBe('desktop');
    await connection?.client.settings.update({ language: 'ms', theme: 'dark' });
    // The menu and the theme follow the settings, whoever changes them.
    const { menu, theme } = await main.until(
      () => main.state(),
      (state) => JSON.stringify(state.menu).includes('Fail'),
    );
    expect(JSON.stringify(menu)).toContain('Import hamparan…');
    expect(theme.themeSource).toBe('dark');
    await connection?.client.host.quit();
    expect(await main.exited).toBe(0);
    expect(existsSync(join(main.dataFolder, 'owner.json'))).toBe(false);
  });

  it('starts itself again when the owner asks for it, after the core closed its data', async () => {
    const main = await startReady();
    await main.call({ path: ['safety', 'restart'] });
    expect(await main.exited).toBe(0);
    expect(existsSync(join(main.dataFolder, 'relaunched'))).toBe(true);
    expect(existsSync(join(main.dataFolder, 'owner.json'))).toBe(false);
  });
});

describe('closing', () => {
  it('ends with its window when nothing is due, after the core closed its data', async () => {
    const main = await startReady();
    await main.closeWindow();
    expect(await main.exited).toBe(0);
    expect(existsSync(join(main.dataFolder, 'owner.json'))).toBe(false);
    expect(JSON.parse(readFileSync(join(main.dataFolder, 'desktop', 'siar.json'), 'utf8'))).toEqual(
      expect.objectContaining({
        bounds: { x: 10, y: 20, width: 1100, height: 700, maximised: false },
      }),
    );
    // The place is used again.
    const again = await startReady({ dataFolder: main.dataFolder });
    expect((await again.state()).windows[0]?.options).toMatchObject({ x: 10, y: 20, width: 1100 });
  });

  it('stays in the tray while a campaign waits, and says so once', async () => {
    const main = await startReady();
    await startCampaign(main, dueTomorrow());
    await main.closeWindow();
    const { windows, tray, notifications, quits } = await main.state();
    expect(windows[0]).toMatchObject({ visible: false, closed: false });
    expect(tray).toMatchObject({ tooltip: 'Siar: 1 waiting for their time' });
    expect(notifications).toHaveLength(1);
    expect(quits).toBe(0);
    await main.clickMenu({ menu: 'tray', label: 'Show Siar' });
    expect((await main.state()).windows[0]?.visible).toBe(true);
    await main.closeWindow();
    expect((await main.state()).notifications).toHaveLength(1);
    expect(await main.call({ path: ['settings', 'get'] })).toMatchObject({ country: 'MY' });
  });

  it('asks before quitting with what exactly waits, and stays when the answer is no', async () => {
    const main = await startReady();
    await startCampaign(main, dueTomorrow());
    await main.quit();
    const { dialogs } = await main.until(
      () => main.state(),
      (state) => state.dialogs.length === 1,
    );
    expect(dialogs[0]).toMatchObject({
      buttons: ['Cancel', 'Quit'],
      defaultId: 0,
      detail: expect.stringContaining('Campaigns waiting for their time: 1.'),
    });
    expect(await main.call({ path: ['settings', 'get'] })).toMatchObject({ country: 'MY' });

    await main.answer({ messageBox: 1 });
    await main.clickMenu({ menu: 'tray', label: 'Quit Siar' });
    expect(await main.exited).toBe(0);
    expect(existsSync(join(main.dataFolder, 'owner.json'))).toBe(false);
  });
});

describe('a core that crashes', () => {
  it('is started again, the page gets a new port, and the user is told', async () => {
    const main = await startReady();
    await main.call({ path: ['lists', 'create'], input: { name: 'Kept' } });
    const before = await main.state();
    await main.killCore();
    const after = await main.until(
      () => main.state(),
      ({ forks, dialogs }) => forks.length === 2 && dialogs.length === 1,
    );
    expect(after.dialogs[0]?.['message']).toContain('What was recorded is safe');
    expect(after.windows[0]?.posted.length).toBe((before.windows[0]?.posted.length ?? 0) + 1);
    expect(await main.call({ path: ['lists', 'all'] })).toMatchObject([{ name: 'Kept' }]);
  });

  it('is started again by itself at most three times a minute', async () => {
    const main = await startReady();
    for (let crash = 1; crash <= 3; crash += 1) {
      await main.killCore();
      await main.until(
        () => main.state(),
        ({ forks, dialogs }) => forks.length === crash + 1 && dialogs.length === crash,
      );
    }
    await main.answer({ messageBox: -1 });
    await main.killCore();
    const { dialogs, forks } = await main.until(
      () => main.state(),
      (state) => state.dialogs.length === 4,
    );
    expect(forks).toHaveLength(4);
    expect(dialogs[3]).toMatchObject({
      buttons: ['Quit', 'Start again'],
      message: expect.stringContaining('is not started again by itself'),
    });
    await main.answer({ messageBox: 0 });
    expect(await main.exited).toBe(0);
  });
});
