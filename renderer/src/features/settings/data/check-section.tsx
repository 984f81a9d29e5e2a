import { Button, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { useJob } from '#renderer/hooks/use-job.ts';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import classes from '#renderer/features/settings/settings.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import { checkResultSchema } from '#shared/contract/safety.ts';

type Result = z.infer<typeof checkResultSchema>;

/** Looks through all data on request: every check, and of each problem what it means and what to do. */
export function CheckSection() {
  const { t } = useTranslation('safety');
  const format = useFormat();
  const [found, setFound] = useState<Result | null>(null);
  const guard = useQuery(orpc.host.guard.queryOptions());
  const job = useJob(
    () => client.safety.check(),
    (result) => setFound(checkResultSchema.safeParse(result).data ?? null),
  );
  const wrong = found?.checks.filter(({ ok }) => !ok).length ?? 0;
  return (
    <SettingsSection title={t('check.title')}>
      <SettingRow
        label={t('check.now')}
        text={
          found === null
            ? t('check.text')
            : wrong === 0
              ? t('check.fine', { at: format.when(found.at), count: found.checks.length })
              : t('check.wrong', { at: format.when(found.at), count: wrong })
        }
      >
        {job.jobId === null ? (
          <Button
            variant="default"
            loading={job.isBusy}
            onClick={() => job.begin.mutate(undefined)}
          >
            {t('check.button')}
          </Button>
        ) : (
          <div className={classes.wide}>
            <JobProgress
              label={t('check.now')}
              jobId={job.jobId}
              onDone={job.finish}
              onFailed={job.fail}
            />
          </div>
        )}
      </SettingRow>
      {guard.data && (
        <Check name="epoch" ok={!guard.data.locked} detail={inWords(guard.data.message ?? '')} />
      )}
      {found?.checks.map(({ name, ok, message }) => (
        <Check key={name} name={name} ok={ok} detail={ok ? '' : inWords(message)} />
      ))}
    </SettingsSection>
  );
}

function Check({ name, ok, detail }: { name: string; ok: boolean; detail: string }) {
  const { t } = useTranslation('safety');
  const key = name.replaceAll(' ', '-');
  return (
    <div className={classes.row} style={{ gridTemplateColumns: 'auto 1fr' }}>
      <ThemeIcon
        variant="light"
        color={ok ? 'siar' : 'orange'}
        role="img"
        aria-label={t(ok ? 'check.ok' : 'check.bad')}
      >
        {ok ? <IconCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
      </ThemeIcon>
      <div>
        <Text fw={500}>{t(`check.name.${key}`, { defaultValue: name })}</Text>
        {!ok && (
          <>
            <Text size="sm">
              {t(`check.means.${key}`, { defaultValue: t('check.means.other') })}
            </Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {detail}
            </Text>
          </>
        )}
      </div>
    </div>
  );
}
