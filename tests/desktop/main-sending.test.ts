import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from './support/built.ts';
import { startCampaign, startReady } from './support/started-main.ts';

/** What the desktop app does while it sends; see main-process.test.ts for the stand-in. */
beforeAll(() => void ensureBuilt(), 240_000);

describe('sending', () => {
  it('keeps the computer awake, says how much is left, pauses from the tray and tells the end', async () => {
    const main = await startReady();
    const id = await startCampaign(main, { contacts: 40, rate: 2 });
    const sending = await main.until(
      () => main.state(),
      ({ powerBlockers }) => powerBlockers.length > 0,
    );
    expect(sending.powerBlockers).toEqual(['prevent-app-suspension']);
    expect(Object(sending.tray)['tooltip']).toMatch(/^Siar: 1 sending, \d+ messages left$/);

    await main.answer({ messageBox: 0 });
    await main.quit();
    const { dialogs } = await main.until(
      () => main.state(),
      (state) => state.dialogs.length === 1,
    );
    expect(dialogs[0]?.['detail']).toMatch(
      /^Campaigns being sent: 1\. Messages not sent yet: \d+\. If you quit, sending stops/,
    );

    await main.clickMenu({ menu: 'tray', label: 'Pause all' });
    const paused = await main.until(
      () => main.state(),
      ({ tray }) => tray === null,
    );
    expect(paused.powerBlockers).toEqual([]);
    expect(await main.call({ path: ['campaigns', 'get'], input: { id } })).toMatchObject({
      state: 'paused',
    });
  });

  it('tells the end of a campaign, with the window closed too', async () => {
    const main = await startReady();
    await startCampaign(main, { contacts: 3, rate: 1 });
    await main.closeWindow();
    const { notifications } = await main.until(
      () => main.state(),
      (state) => JSON.stringify(state.notifications).includes('finished'),
    );
    expect(notifications.at(-1)).toMatchObject({ title: 'Siar', body: 'Raya is finished.' });
    // The icon stays while the window is hidden: it is the only way back.
    const { tray } = await main.until(
      () => main.state(),
      (state) => Object(state.tray)['tooltip'] === 'Siar: nothing is being sent',
    );
    expect(tray).not.toBeNull();
    await main.clickMenu({ menu: 'tray', label: 'Show Siar' });
    expect(await main.state()).toMatchObject({ tray: null, windows: [{ visible: true }] });
  });
});
