import '@mantine/dropzone/styles.css';
import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconAlertTriangle, IconFileSpreadsheet, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useUpload } from '#renderer/features/contacts/use-upload.ts';
import { client } from '#renderer/transport/client.ts';
import type { UploadedFile } from '#renderer/transport/files.ts';

type FileStepProps = {
  /** Called with a file the core has taken; it is not read yet. */
  onFile: (file: UploadedFile) => void;
  /** True while the core reads the file's beginning. */
  reading: boolean;
  /** Why the last file could not be read, in one sentence. */
  problem: string | null;
};

/** Step 1 of the import: choose a file, watch it being taken in, stop it. */
export function FileStep({ onFile, reading, problem }: FileStepProps) {
  const { t } = useTranslation('contacts');
  const openPicker = useRef<() => void>(null);
  const upload = useUpload(onFile);
  const trouble = upload.problem ?? problem;
  const busy = upload.running || reading;
  return (
    <Stack gap={16} maw={720}>
      {trouble !== null && !busy && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t('file.notRead')}>
          {trouble}
        </Alert>
      )}
      <Dropzone
        openRef={openPicker}
        onDrop={(files) => {
          if (files[0]) upload.start(files[0]);
        }}
        onReject={upload.refuseMany}
        multiple={false}
        activateOnClick={false}
        activateOnKeyboard={false}
        disabled={busy}
        role="group"
        aria-label={t('file.drop')}
        p={32}
      >
        <Stack align="center" gap={12} mih={160} justify="center">
          <IconFileSpreadsheet size={40} stroke={1.25} aria-hidden />
          {busy ? (
            <UploadProgress upload={upload} reading={reading} />
          ) : (
            <>
              <Text fw={600}>{t('file.drop')}</Text>
              <Text size="sm" c="dimmed" ta="center">
                {t('file.kinds')}
              </Text>
              <Group gap={8} style={{ pointerEvents: 'all' }}>
                <Button onClick={() => openPicker.current?.()}>{t('file.choose')}</Button>
                <Button
                  variant="default"
                  onClick={() => upload.take(() => client.files.adoptSample())}
                >
                  {t('file.sample')}
                </Button>
              </Group>
            </>
          )}
        </Stack>
      </Dropzone>
      <Text size="sm" c="dimmed">
        {t('file.promise')}
      </Text>
    </Stack>
  );
}

function UploadProgress({
  upload,
  reading,
}: {
  upload: ReturnType<typeof useUpload>;
  reading: boolean;
}) {
  const { t } = useTranslation('contacts');
  const percent = Math.round(upload.fraction * 100);
  return (
    <Stack gap={8} w="100%" maw={400} style={{ pointerEvents: 'all' }}>
      <Text ta="center" role="status">
        {reading ? t('file.reading') : t('file.uploading', { name: upload.name })}
      </Text>
      <Progress
        value={reading ? 100 : percent}
        animated={reading}
        aria-label={t('file.progress', { percent })}
      />
      {!reading && (
        <Button
          variant="default"
          leftSection={<IconX size={16} aria-hidden />}
          onClick={upload.cancel}
        >
          {t('cancel')}
        </Button>
      )}
    </Stack>
  );
}
