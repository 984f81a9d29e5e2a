import { Alert, Button, Group, NumberInput, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { useJob } from '#renderer/hooks/use-job.ts';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import classes from '#renderer/features/settings/settings.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { client, orpc, startDownload } from '#renderer/transport/client.ts';
import { exportResultSchema } from '#shared/contract/base.ts';
import type { BackupSchedule, SafetyState } from '#shared/contract/safety.ts';

/** The last verified copy, one more now, and one a day by itself. */
export function CopiesSection({ state }: { state: SafetyState }) {
  const { t } = useTranslation('safety');
  const format = useFormat();
  const { lastBackup: last, problem } = state;
  return (
    <SettingsSection title={t('copies.title')}>
      {problem && (
        <div className={classes.row} style={{ gridTemplateColumns: '1fr' }}>
          <Alert color="orange" icon={<IconAlertTriangle size={18} aria-hidden />} p={12}>
            <Text size="sm" fw={600}>
              {t('copies.problem', { at: format.when(problem.at) })}
            </Text>
            <Text size="sm">{inWords(problem.message)}</Text>
          </Alert>
        </div>
      )}
      <SettingRow
        label={t('copies.last')}
        text={
          last
            ? t('copies.lastHolds', {
                contacts: format.number(last.contacts),
                messages: format.number(last.messages),
                size: format.bytes(last.bytes),
              })
            : t('copies.neverText')
        }
      >
        <Text className="tabular">{last ? format.when(last.at) : t('copies.never')}</Text>
        {last && (
          <Text size="sm" c="dimmed" ta="right" style={{ overflowWrap: 'anywhere' }}>
            {last.file}
          </Text>
        )}
      </SettingRow>
      <SettingRow label={t('copies.now')} text={t('copies.nowText')}>
        <BackUpNow />
      </SettingRow>
      <Schedule key={JSON.stringify(state.schedule)} state={state} />
    </SettingsSection>
  );
}

function BackUpNow() {
  const { t } = useTranslation('safety');
  const job = useJob(
    (to: 'download' | 'folder') => client.safety.backUp({ to }),
    (result) => {
      const made = exportResultSchema.safeParse(result);
      if (!made.success) return;
      if (made.data.downloadId !== null) startDownload(made.data.downloadId);
      notifyDone(t('copies.done', { file: made.data.file }));
    },
  );
  if (job.jobId !== null) {
    return (
      <div className={classes.wide}>
        <JobProgress
          label={t('copies.now')}
          jobId={job.jobId}
          onDone={job.finish}
          onFailed={job.fail}
        />
      </div>
    );
  }
  return (
    <Group gap="xs" justify="flex-end">
      <Button variant="default" loading={job.isBusy} onClick={() => job.begin.mutate('folder')}>
        {t('copies.toFolder')}
      </Button>
      <Button loading={job.isBusy} onClick={() => job.begin.mutate('download')}>
        {t('copies.download')}
      </Button>
    </Group>
  );
}

function Schedule({ state }: { state: SafetyState }) {
  const { t } = useTranslation('safety');
  const queries = useQueryClient();
  const { schedule, backupFolder, isSamePlace } = state;
  const [folder, setFolder] = useState(schedule.folder ?? '');
  const [keep, setKeep] = useState<string | number>(schedule.keep);
  const save = useMutation(
    orpc.safety.setSchedule.mutationOptions({
      onError: notifyFailure,
      onSuccess: () => notifyDone(t('schedule.saved')),
      onSettled: () => void queries.invalidateQueries({ queryKey: orpc.safety.key() }),
    }),
  );
  const wanted: BackupSchedule = {
    enabled: schedule.enabled,
    folder: folder.trim() === '' ? null : folder.trim(),
    keep: Number(keep),
  };
  const isChanged = wanted.folder !== schedule.folder || wanted.keep !== schedule.keep;
  const isKeepRight = Number.isInteger(wanted.keep) && wanted.keep >= 1 && wanted.keep <= 365;
  return (
    <>
      <SettingRow label={t('schedule.daily')} text={t('schedule.dailyText')}>
        <Switch
          aria-label={t('schedule.daily')}
          checked={schedule.enabled}
          disabled={save.isPending || !isKeepRight}
          onChange={(event) => save.mutate({ ...wanted, enabled: event.currentTarget.checked })}
        />
      </SettingRow>
      <SettingRow
        label={t('schedule.folder')}
        text={t(isSamePlace ? 'schedule.samePlace' : 'schedule.folderText')}
      >
        <Stack gap="xs" className={classes.wide}>
          <TextInput
            aria-label={t('schedule.folder')}
            placeholder={backupFolder}
            maxLength={1_000}
            value={folder}
            onChange={(event) => setFolder(event.currentTarget.value)}
          />
          <NumberInput
            label={t('schedule.keep')}
            min={1}
            max={365}
            allowDecimal={false}
            value={keep}
            onChange={setKeep}
            error={isKeepRight ? null : t('schedule.keepBad')}
          />
          {isChanged && (
            <Button
              variant="default"
              disabled={!isKeepRight}
              loading={save.isPending}
              onClick={() => save.mutate(wanted)}
            >
              {t('schedule.save')}
            </Button>
          )}
        </Stack>
      </SettingRow>
    </>
  );
}
