import { Button, FileButton, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { PreparedPanel } from '#renderer/features/settings/data/prepared-panel.tsx';
import { useJob } from '#renderer/hooks/use-job.ts';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import classes from '#renderer/features/settings/settings.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import { uploadFile } from '#renderer/transport/files.ts';
import type { SafetyState } from '#shared/contract/safety.ts';

/** Copies shown; older ones are in the folder. */
const SHOWN = 10;

/** Choosing a copy to put back. Nothing changes before a person has seen what it means. */
export function RestoreSection({ state }: { state: SafetyState }) {
  const { t } = useTranslation('safety');
  const format = useFormat();
  const queries = useQueryClient();
  const again = () => void queries.invalidateQueries({ queryKey: orpc.safety.key() });
  const look = useJob(
    (source: { backup: string } | { fileId: string }) => client.safety.prepareRestore(source),
    again,
  );
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile(file),
    onSuccess: ({ fileId }) => look.begin.mutate({ fileId }),
    onError: notifyFailure,
  });
  const isBusy = look.isBusy || upload.isPending;
  return (
    <SettingsSection title={t('restore.title')}>
      <SettingRow label={t('restore.file')} text={t('restore.fileText')}>
        {look.jobId === null ? (
          <FileButton
            accept=".db"
            onChange={(file) => {
              if (file) upload.mutate(file);
            }}
          >
            {(props) => (
              <Button {...props} variant="default" loading={isBusy}>
                {t('restore.choose')}
              </Button>
            )}
          </FileButton>
        ) : (
          <div className={classes.wide}>
            <JobProgress
              label={t('restore.title')}
              jobId={look.jobId}
              onDone={look.finish}
              onFailed={look.fail}
            />
          </div>
        )}
      </SettingRow>
      {state.backups.slice(0, SHOWN).map(({ name, at, bytes }) => (
        <div key={name} className={classes.row}>
          <div>
            <Text fw={500} className="tabular">
              {format.dateTime(at)}
            </Text>
            <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
          </div>
          <Group gap="md" justify="flex-end" wrap="nowrap">
            <Text className="tabular">{format.bytes(bytes)}</Text>
            <Button
              variant="default"
              disabled={isBusy}
              aria-label={t('restore.look', { name })}
              onClick={() => look.begin.mutate({ backup: name })}
            >
              {t('restore.lookShort')}
            </Button>
          </Group>
        </div>
      ))}
      <PreparedPanel prepared={state.prepared} />
    </SettingsSection>
  );
}
