import { Notification } from 'electron';
import type { Notice } from '#desktop/core-messages.ts';
import type { Desk } from '#desktop/desk.ts';
import { tellIn } from '#desktop/core-words.ts';

/** Shown ones, so that they are not collected before they are clicked. */
const shown = new Set<Notification>();

/** A system notification; a click runs `onClick`. Silent where the system has none. */
export function notify(desk: Desk, body: string, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title: 'Siar', body, icon: desk.icon('icon.png') });
  shown.add(notification);
  notification.on('click', onClick);
  notification.on('close', () => shown.delete(notification));
  notification.show();
}

/** A campaign finished, or stands still for a reason the user should know. */
export function notifyCampaign(desk: Desk, notice: Notice, onClick: () => void): void {
  const { name } = notice;
  const message = tellIn(desk.language(), notice.message) ?? desk.words().lookInside;
  notify(desk, desk.say(notice.kind, { name, message }).trim(), onClick);
}
