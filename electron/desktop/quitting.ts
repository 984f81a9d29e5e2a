import { app } from 'electron';
import type { CoreHost } from '#desktop/core-host.ts';
import type { Desk } from '#desktop/desk.ts';
import { describeError } from '#desktop/logs.ts';
import { askToQuit } from '#desktop/sentences.ts';

/** How the app ends: asks when that costs something, stops the core, then goes. */
export type Quitting = {
  /** Ends without a question; `last` runs once the core has stopped, instead of quitting. */
  leave(last?: () => void): Promise<void>;
  /** Nothing may hold the windows back any more. */
  isLeaving(): boolean;
};

/** See Quitting. Every `app.quit()` passes here, whoever calls it. */
export function createQuitting(desk: Desk, core: Pick<CoreHost, 'stop'>): Quitting {
  let phase: 'open' | 'asking' | 'leaving' | 'stopped' = 'open';

  const leave = async (last: () => void = () => app.quit()) => {
    if (phase === 'leaving' || phase === 'stopped') return;
    phase = 'leaving';
    try {
      await core.stop();
    } catch (error) {
      desk.logs.write('error', 'the core did not stop cleanly', describeError(error));
    }
    phase = 'stopped';
    last();
  };
  const ask = async () => {
    phase = 'asking';
    const agreed = !desk.isBusy() || (await askToQuit(desk));
    phase = 'open';
    if (agreed) await leave();
  };

  app.on('before-quit', (event) => {
    if (phase === 'stopped') return;
    event.preventDefault();
    if (phase === 'open') void ask();
  });
  return { leave, isLeaving: () => phase === 'leaving' || phase === 'stopped' };
}
