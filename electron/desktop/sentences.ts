import { dialog } from 'electron';
import { SiarError } from '#shared/contract/errors.ts';
import type { Desk } from '#desktop/desk.ts';

/** Asks before quitting, with what exactly it would stop. True means quit. */
export async function askToQuit(desk: Desk): Promise<boolean> {
  const { running, left, scheduled } = desk.activity();
  const detail = [
    running > 0 ? desk.say('quitRunning', { running, left }) : '',
    scheduled > 0 ? desk.say('quitScheduled', { scheduled }) : '',
  ];
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: desk.words().quitTitle,
    detail: detail.filter((line) => line !== '').join('\n\n'),
    buttons: [desk.words().cancel, desk.words().quitNow],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** The core ended and was started again: what it means for messages. */
export async function sayCoreEnded(desk: Desk): Promise<void> {
  await dialog.showMessageBox({ type: 'warning', message: desk.words().coreEnded });
}

/** The core ends again and again. True means: try once more. */
export async function sayCoreEndsAlways(desk: Desk): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: desk.say('coreEndsAlways', { times: 4 }),
    buttons: [desk.words().quitNow, desk.words().startAgain],
    defaultId: 1,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** The data folder could not be opened: the core's own sentence. */
export async function sayCannotStart(desk: Desk, error: unknown): Promise<void> {
  await dialog.showMessageBox({
    type: 'error',
    message: desk.words().cannotStart,
    detail: error instanceof SiarError ? error.message : desk.words().coreEnded,
    buttons: [desk.words().quitNow],
  });
}

/** One plain message: what could not be done, or that something is done. */
export async function sayPlainly(type: 'info' | 'error', message: string): Promise<void> {
  await dialog.showMessageBox({ type, message });
}
