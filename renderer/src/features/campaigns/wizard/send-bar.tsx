import { Button, Group, Loader, Progress, Text } from '@mantine/core';
import { IconArrowBackUp, IconSend } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import {
  UNDO_SECONDS,
  useUndoCountdown,
} from '#renderer/features/campaigns/wizard/use-undo-countdown.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';

type SendBarProps = {
  recipients: number;
  scheduledAt: number | null;
  /** What must be done before sending; null when nothing must. */
  blocked: string | null;
  /** The core is freezing the audience, or has just done so. */
  isSending: boolean;
  /** The last start was refused: what is said above must be mended first. */
  refused: boolean;
  onSend: () => void;
};

/** *Send*, then five seconds in which it can be taken back, then the start itself. */
export function SendBar(props: SendBarProps) {
  const { recipients, scheduledAt, blocked, isSending, refused, onSend } = props;
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const { left, begin, undo } = useUndoCountdown(onSend);
  const undoButton = useRef<HTMLButtonElement>(null);
  const isCounting = left !== null;
  useEffect(() => {
    if (isCounting) undoButton.current?.focus();
  }, [isCounting]);

  if (isSending) {
    return (
      <Group gap={12} role="status">
        <Loader size="xs" aria-hidden />
        <Text size="sm">{t('send.preparing', { count: recipients })}</Text>
      </Group>
    );
  }
  if (isCounting) {
    return (
      <Group gap={16}>
        <div>
          <Text size="sm" fw={600} role="status">
            {scheduledAt === null
              ? t('send.counting', { count: recipients })
              : t('send.countingLater', { count: recipients, at: format.when(scheduledAt) })}
          </Text>
          <Progress
            size={4}
            value={((UNDO_SECONDS - left) / UNDO_SECONDS) * 100}
            aria-label={t('send.undoTime')}
          />
        </div>
        <Button
          ref={undoButton}
          variant="default"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          onClick={undo}
        >
          {t('send.undo', { seconds: left })}
        </Button>
      </Group>
    );
  }
  return (
    <Group gap={12}>
      {(blocked !== null || refused) && (
        <Text size="sm" c="dimmed">
          {blocked ?? t('send.refused')}
        </Text>
      )}
      <Button
        leftSection={<IconSend size={16} aria-hidden />}
        disabled={blocked !== null || recipients === 0}
        title={t('send.undoNote', { count: UNDO_SECONDS })}
        onClick={begin}
      >
        {scheduledAt === null
          ? t('send.button', { count: recipients })
          : t('send.buttonLater', { count: recipients })}
      </Button>
    </Group>
  );
}
