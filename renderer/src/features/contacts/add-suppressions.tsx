import {
  Alert,
  Button,
  Divider,
  FileButton,
  Group,
  List,
  Progress,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconAlertTriangle, IconFileImport } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { useProblemWords } from '#renderer/features/contacts/import/problem-words.ts';
import {
  readPastedNumbers,
  type PastedNumbers,
} from '#renderer/features/contacts/read-pasted-numbers.ts';
import { useContactsRefresh } from '#renderer/features/contacts/use-contacts-refresh.ts';
import { useUpload } from '#renderer/features/contacts/use-upload.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import { suppressionImportResultSchema } from '#shared/contract/contacts.ts';
import type { Job } from '#shared/contract/jobs.ts';

/** As many as one call takes; more come from a file. */
const MOST = 10_000;
const SHOWN_REFUSALS = 8;

/** Adds numbers to the do-not-contact list: pasted or typed, or from a file. */
export function AddSuppressions({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('contacts');
  return (
    <Stack gap={16}>
      <PasteNumbers onDone={onDone} />
      <Divider label={t('suppressions.or')} labelPosition="center" />
      <NumbersFromFile onDone={onDone} />
    </Stack>
  );
}

function PasteNumbers({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('contacts');
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const refresh = useContactsRefresh();
  const settings = useQuery(orpc.settings.get.queryOptions());
  const country = settings.data?.country ?? 'MY';
  const pasted = useMemo(() => readPastedNumbers(text, country), [text, country]);
  const count = pasted.msisdns.length;
  const add = useMutation(
    orpc.suppressions.add.mutationOptions({
      onSuccess: async ({ added, total }) => {
        notifyDone(t('suppressions.added', { count: added, total }));
        onDone();
        await refresh();
      },
      onError: notifyFailure,
    }),
  );
  const ready = count > 0 && count <= MOST && pasted.refused.length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready || add.isPending) return;
        add.mutate({ phones: pasted.msisdns.map((msisdn) => `+${msisdn}`), reason: reason.trim() });
      }}
    >
      <Stack gap={12}>
        <Textarea
          label={t('suppressions.paste')}
          description={t('suppressions.pasteHelp')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={5}
          maxRows={14}
        />
        <TextInput
          label={t('suppressions.reasonOptional')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {pasted.refused.length > 0 && <Refusals refused={pasted.refused} />}
        {count > MOST && (
          <Text size="sm" c="red">
            {t('suppressions.tooMany', { count: MOST })}
          </Text>
        )}
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status" className="tabular">
            {t('suppressions.read', { count })}
          </Text>
          <Button type="submit" disabled={!ready} loading={add.isPending}>
            {t('suppressions.addButton', { count })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Refusals({ refused }: { refused: PastedNumbers['refused'] }) {
  const { t } = useTranslation('contacts');
  const words = useProblemWords();
  return (
    <Alert
      color="orange"
      p={12}
      icon={<IconAlertTriangle size={18} />}
      title={t('suppressions.refused', { count: refused.length })}
    >
      <List size="sm" spacing={4}>
        {refused.slice(0, SHOWN_REFUSALS).map(({ line, text, code, message }) => (
          <List.Item key={`${line}-${text}`}>
            {t('suppressions.refusedLine', { line, text, why: words.error({ code, message }) })}
          </List.Item>
        ))}
      </List>
      {refused.length > SHOWN_REFUSALS && (
        <Text size="sm" mt={4}>
          {t('suppressions.refusedMore', { count: refused.length - SHOWN_REFUSALS })}
        </Text>
      )}
    </Alert>
  );
}

function NumbersFromFile({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('contacts');
  const [jobId, setJobId] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const resetPicker = useRef<() => void>(null);
  const refresh = useContactsRefresh();
  const upload = useUpload((file) => {
    client.suppressions
      .import({ fileId: file.fileId })
      .then((answer) => setJobId(answer.jobId), notifyFailure);
  });
  const end = (job: Job) => {
    setJobId(null);
    void refresh();
    const result = suppressionImportResultSchema.safeParse(job.result);
    if (!result.success) return;
    const { rows, added, rejected, total } = result.data;
    if (rejected > 0) {
      setProblem(t('suppressions.importedSome', { count: added, rows, rejected, total }));
    } else {
      notifyDone(t('suppressions.added', { count: added, total }));
      onDone();
    }
  };
  const trouble = upload.problem ?? problem;
  return (
    <Stack gap={8}>
      <Text size="sm">{t('suppressions.fileHelp')}</Text>
      {trouble !== null && (
        <Alert color="orange" p={12} icon={<IconAlertTriangle size={18} />}>
          {trouble}
        </Alert>
      )}
      {jobId !== null && (
        <JobProgress
          jobId={jobId}
          onDone={end}
          onFailed={(failure) => {
            setJobId(null);
            setProblem(failureText(failure));
          }}
        />
      )}
      {upload.running && (
        <Group gap={8}>
          <Progress
            flex={1}
            value={upload.fraction * 100}
            aria-label={t('file.progress', { percent: Math.round(upload.fraction * 100) })}
          />
          <Button size="compact-sm" variant="default" onClick={upload.cancel}>
            {t('cancel')}
          </Button>
        </Group>
      )}
      {jobId === null && !upload.running && (
        <FileButton
          resetRef={resetPicker}
          accept=".csv,.tsv,.txt,.xlsx"
          onChange={(file) => {
            if (file === null) return;
            setProblem(null);
            upload.start(file);
            resetPicker.current?.();
          }}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              w="fit-content"
              leftSection={<IconFileImport size={16} aria-hidden />}
            >
              {t('file.choose')}
            </Button>
          )}
        </FileButton>
      )}
    </Stack>
  );
}
