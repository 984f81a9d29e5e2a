import { modals } from '@mantine/modals';
import { createElement, type ReactNode } from 'react';
import { i18n } from '#renderer/i18n/i18n.ts';

/** One question before something that cannot be undone, with exact numbers. True only for a clear yes. */
export function confirmAction(question: {
  title: string;
  text: ReactNode;
  confirmLabel: string;
  danger?: boolean;
}): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title: question.title,
      children: createElement('div', null, question.text),
      labels: { confirm: question.confirmLabel, cancel: i18n.t('common:cancel') },
      confirmProps: question.danger === true ? { color: 'red.8' } : {},
      // The safe answer has the focus: Enter held down from before says no.
      cancelProps: { 'data-autofocus': true } as Record<string, unknown>,
      closeButtonProps: { 'aria-label': i18n.t('common:close') },
      centered: true,
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    });
  });
}
