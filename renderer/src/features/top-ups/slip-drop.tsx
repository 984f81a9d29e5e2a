import '@mantine/dropzone/styles.css';
import { Button, CloseButton, Group, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconPhoto, IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#renderer/lib/failure-words.ts';
import { uploadFile, type UploadedFile } from '#renderer/transport/files.ts';
import { MAX_SLIP_BYTES, SLIP_TYPES } from '#shared/contract/top-ups.ts';

/** A slip that was handed over, with its own file to be shown. */
export type ChosenSlip = UploadedFile & { file: File };

/** Takes one payment slip after another by dropping or choosing. The core looks at what it really is. */
export function SlipDrop({
  slips = [],
  onAdd,
  onRemove,
  disabled = false,
}: {
  slips?: readonly ChosenSlip[];
  onAdd: (slip: ChosenSlip) => void;
  onRemove?: (slip: ChosenSlip) => void;
  disabled?: boolean;
}) {
  const { t } = useTranslation('topups');
  const openPicker = useRef<() => void>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File) => {
    setProblem(null);
    setBusy(true);
    try {
      onAdd({ ...(await uploadFile(file)), file });
    } catch (error) {
      setProblem(failureText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap={8}>
      <Dropzone
        openRef={openPicker}
        onDrop={(files) => {
          if (files[0]) void take(files[0]);
        }}
        onReject={() => setProblem(t('slip.wrong'))}
        accept={[...SLIP_TYPES]}
        maxSize={MAX_SLIP_BYTES}
        multiple={false}
        activateOnClick={false}
        activateOnKeyboard={false}
        disabled={disabled || isBusy}
        role="group"
        aria-label={t('slip.drop')}
        p="sm"
      >
        <Group gap={12} wrap="nowrap">
          <IconPhoto size={28} stroke={1.25} aria-hidden />
          <div style={{ flex: 1, minWidth: 0 }}>
            <Text fw={500}>{t('slip.drop')}</Text>
            <Text size="sm" c="dimmed">
              {t('slip.kinds')}
            </Text>
          </div>
          <Button
            variant="default"
            loading={isBusy}
            disabled={disabled}
            leftSection={<IconUpload size={16} aria-hidden />}
            style={{ pointerEvents: 'all' }}
            onClick={() => openPicker.current?.()}
          >
            {t('slip.choose')}
          </Button>
        </Group>
      </Dropzone>
      {problem !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {problem}
        </Text>
      )}
      {slips.map((slip) => (
        <Group key={slip.fileId} gap={8} wrap="nowrap" justify="space-between">
          <Text size="sm" truncate>
            {slip.name}
          </Text>
          {onRemove && (
            <CloseButton
              size="sm"
              aria-label={t('slip.remove', { name: slip.name })}
              onClick={() => onRemove(slip)}
            />
          )}
        </Group>
      ))}
    </Stack>
  );
}
