import { powerMonitor, powerSaveBlocker } from 'electron';
import type { CoreHost } from '#desktop/core-host.ts';
import type { Desk } from '#desktop/desk.ts';
import type { Quitting } from '#desktop/quitting.ts';

/**
 * Keeps the computer awake while messages leave (the screen may sleep), tells the core when it slept
 * after all, and stops the core in time when the computer shuts down.
 */
export function createPower(desk: Desk, core: Pick<CoreHost, 'ask'>, quitting: Quitting): void {
  let blocker: number | undefined;
  desk.onActivity(({ running }) => {
    if (running > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  });
  const tell = (event: 'suspend' | 'resume') => {
    // A core that is just being started needs no news of the past.
    core.ask('power', { event }).catch(() => {});
  };
  powerMonitor.on('suspend', () => tell('suspend'));
  powerMonitor.on('resume', () => tell('resume'));
  powerMonitor.on('shutdown', () => void quitting.leave());
}
