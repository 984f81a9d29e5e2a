import { notifications } from '@mantine/notifications';
import { i18n } from '#renderer/i18n/i18n.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { toFailure } from '#renderer/lib/failure.ts';

/** What every notification has. */
function frame() {
  return { withBorder: true, closeButtonProps: { 'aria-label': i18n.t('common:close') } };
}

/** Tells in a corner what could not be done; stays long enough to be read. */
export function notifyFailure(error: unknown): void {
  const failure = toFailure(error);
  notifications.show({
    id: `failure-${failure.code}`,
    color: failure.kind === 'failed' ? 'red' : 'orange',
    title: i18n.t(`common:failure.${failure.kind}`),
    message: failureText(error),
    autoClose: 12_000,
    ...frame(),
  });
}

/** Tells in a corner that something was done. */
export function notifyDone(text: string): void {
  notifications.show({ color: 'siar', message: text, autoClose: 4_000, ...frame() });
}

/**
 * Tells in a corner something that the person did not ask for and should know. `instead`: takes the place of
 * the last one of that kind, so that many at once do not cover the page.
 */
export function notifyNotice(
  title: string,
  text: string,
  color: 'siar' | 'orange',
  instead?: string,
): void {
  if (instead !== undefined) notifications.hide(instead);
  notifications.show({
    ...(instead !== undefined && { id: instead }),
    color,
    title,
    message: text,
    autoClose: 12_000,
    ...frame(),
  });
}
