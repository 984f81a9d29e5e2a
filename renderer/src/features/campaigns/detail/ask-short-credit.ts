import { confirmAction } from '#renderer/components/confirm.ts';
import { i18n } from '#renderer/i18n/i18n.ts';
import { toFailure } from '#renderer/lib/failure.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';

const SHORT = new Set(['not-enough-credit', 'daily-limit']);

/** Asks whether to go on although the credits do not cover it; tells any other failure. */
export async function askShortCredit(error: unknown, goOn: () => void): Promise<void> {
  if (!SHORT.has(toFailure(error).code)) {
    notifyFailure(error);
    return;
  }
  const sure = await confirmAction({
    title: i18n.t('campaigns:shortCredit.title'),
    text: failureText(error),
    confirmLabel: i18n.t('campaigns:shortCredit.goOn'),
    danger: true,
  });
  if (sure) goOn();
}
