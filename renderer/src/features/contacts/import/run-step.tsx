import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { ResultStep } from '#renderer/features/contacts/import/result-step.tsx';
import { useContactsRefresh } from '#renderer/features/contacts/use-contacts-refresh.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { importResultSchema, type ImportResult } from '#shared/contract/imports.ts';
import type { Job } from '#shared/contract/jobs.ts';

type RunStepProps = {
  jobId: string;
  listName: string;
  onBack: () => void;
  onAgain: () => void;
};

/** Step 3 of the import: progress with time left and Cancel, then the result. */
export function RunStep({ jobId, listName, onBack, onAgain }: RunStepProps) {
  const { t } = useTranslation('contacts');
  const [result, setResult] = useState<ImportResult | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const refresh = useContactsRefresh();

  const end = (job: Job) => {
    const parsed = importResultSchema.safeParse(job.result);
    if (parsed.success) setResult(parsed.data);
    else setProblem(t('run.noResult'));
    void refresh();
  };

  if (result !== null) return <ResultStep result={result} listName={listName} onAgain={onAgain} />;
  if (problem !== null) {
    return (
      <Stack gap={16} align="flex-start">
        <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t('run.failed')}>
          {problem}
        </Alert>
        <Group gap={8}>
          <Button onClick={onBack}>{t('run.backToColumns')}</Button>
          <Button variant="default" onClick={onAgain}>
            {t('result.again')}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap={16} maw={720}>
      <Text>{t('run.running', { list: listName })}</Text>
      <JobProgress
        jobId={jobId}
        onDone={end}
        onFailed={(failure) => setProblem(failureText(failure))}
      />
      <Text size="sm" c="dimmed">
        {t('run.cancelMeans')}
      </Text>
    </Stack>
  );
}
