import { Menu, Tray, nativeImage } from 'electron';
import type { CoreHost } from '#desktop/core-host.ts';
import type { Desk } from '#desktop/desk.ts';
import { describeError } from '#desktop/logs.ts';

/**
 * The icon beside the clock: there while something is being sent or waits for its time, and as long
 * as the window is hidden (it would be the only way back).
 */
export type SiarTray = { refresh(): void };

/** See SiarTray. Its tooltip says what is going on; its menu leads back, pauses and quits. */
export function createTray(
  desk: Desk,
  core: Pick<CoreHost, 'ask'>,
  actions: { show: () => void; quit: () => void; isHidden: () => boolean },
): SiarTray {
  let tray: Tray | undefined;

  const pauseAll = () => {
    core
      .ask('pauseAll', {})
      .catch((error: unknown) =>
        desk.logs.write('error', 'campaigns could not be paused', describeError(error)),
      );
  };
  const create = () => {
    const icon = desk.icon(process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png');
    const created = new Tray(icon ? nativeImage.createFromPath(icon) : nativeImage.createEmpty());
    created.on('click', actions.show);
    return created;
  };
  return {
    refresh() {
      if (!desk.isBusy() && !actions.isHidden()) {
        tray?.destroy();
        tray = undefined;
        return;
      }
      tray ??= create();
      const words = desk.words();
      tray.setToolTip(describe(desk));
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: describe(desk), enabled: false },
          { type: 'separator' },
          { label: words.showSiar, click: actions.show },
          { label: words.pauseAll, enabled: desk.activity().running > 0, click: pauseAll },
          { type: 'separator' },
          { label: words.quit, click: actions.quit },
        ]),
      );
    },
  };
}

function describe(desk: Desk): string {
  const { running, left, scheduled } = desk.activity();
  if (running > 0) return desk.say('sending', { running, left });
  return scheduled > 0 ? desk.say('due', { scheduled }) : desk.words().idle;
}
