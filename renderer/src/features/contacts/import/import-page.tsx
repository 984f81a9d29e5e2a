import { Stepper } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import classes from '#renderer/features/contacts/import/columns-step.module.css';
import { ColumnsStep } from '#renderer/features/contacts/import/columns-step.tsx';
import { FileStep } from '#renderer/features/contacts/import/file-step.tsx';
import {
  listNameOf,
  planOf,
  type ImportDraft,
} from '#renderer/features/contacts/import/import-draft.ts';
import { RunStep } from '#renderer/features/contacts/import/run-step.tsx';
import { failureText } from '#renderer/lib/failure-words.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { UploadedFile } from '#renderer/transport/files.ts';
import type { Inspection } from '#shared/contract/imports.ts';

type Loaded = { inspection: Inspection; draft: ImportDraft };

/** Import wizard: choose a file, say what its columns are, watch it come in. */
export function ImportPage() {
  const { t } = useTranslation('contacts');
  const wizard = useImportWizard();
  const { loaded, jobId } = wizard;
  const step = jobId !== null ? 2 : loaded !== null ? 1 : 0;
  const body = useFocusOnChange(step);
  return (
    <Page>
      <PageHeader
        title={t('import.title')}
        description={t('import.description')}
        back={{ to: '/contacts', label: t('title') }}
      />
      <Stepper active={step} size="xs" allowNextStepsSelect={false} maw={720}>
        <Stepper.Step component="div" label={t('import.steps.file')} />
        <Stepper.Step component="div" label={t('import.steps.columns')} />
        <Stepper.Step component="div" label={t('import.steps.run')} />
      </Stepper>
      <div ref={body} tabIndex={-1} className={classes.body}>
        {step === 0 && (
          <FileStep
            onFile={wizard.takeFile}
            reading={wizard.reading}
            problem={wizard.readProblem}
          />
        )}
        {step === 1 && loaded !== null && (
          <ColumnsStep
            inspection={loaded.inspection}
            draft={loaded.draft}
            onChange={wizard.change}
            onBack={wizard.startOver}
            onStart={wizard.start}
            starting={wizard.starting}
            problem={wizard.readProblem ?? wizard.startProblem}
          />
        )}
        {jobId !== null && loaded !== null && (
          <RunStep
            key={jobId}
            jobId={jobId}
            listName={loaded.draft.listName.trim()}
            onBack={wizard.backToColumns}
            onAgain={wizard.startOver}
          />
        )}
      </div>
    </Page>
  );
}

/**
 * Moves the focus into the new step, so that Tab goes on from its top. No button gets it: Enter
 * held down since the step before must not press one.
 */
function useFocusOnChange(step: number) {
  const body = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    body.current?.focus();
    body.current?.parentElement?.scrollTo({ top: 0 });
  }, [step]);
  return body;
}

/** The state of the wizard and its calls. A failure changes nothing that the person chose. */
function useImportWizard() {
  const settings = useQuery(orpc.settings.get.queryOptions());
  const lists = useQuery(orpc.lists.all.queryOptions());
  const { list: listId } = useSearch({ from: '/contacts/import' });
  const wanted = lists.data?.find((list) => list.id === listId);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);

  const inspect = useMutation({
    mutationFn: (draft: ImportDraft) =>
      client.imports.inspect({
        fileId: draft.fileId,
        sheet: draft.sheet,
        hasHeader: draft.hasHeader,
      }),
    // What was chosen while the file was read again is kept.
    onSuccess: (inspection, { columns, sheet, hasHeader, ...draft }) =>
      setLoaded((current) => ({
        inspection,
        draft: { ...(current?.draft ?? draft), columns, sheet, hasHeader },
      })),
  });
  const start = useMutation({
    mutationFn: ({ inspection, draft }: Loaded) =>
      client.imports.start({
        ...planOf(inspection, draft),
        listName: draft.listName.trim(),
        onDuplicate: draft.onDuplicate,
      }),
    onSuccess: (answer) => setJobId(answer.jobId),
  });

  const change = (changes: Partial<ImportDraft>) => {
    if (loaded === null) return;
    const draft = { ...loaded.draft, ...changes };
    // Another sheet, or another answer about the header, makes other columns: look again.
    if ('sheet' in changes || 'hasHeader' in changes) inspect.mutate(draft);
    else setLoaded({ ...loaded, draft });
  };
  return {
    loaded,
    jobId,
    reading: inspect.isPending,
    readProblem: inspect.error === null ? null : failureText(inspect.error),
    starting: start.isPending,
    startProblem: start.error === null ? null : failureText(start.error),
    takeFile: (file: UploadedFile) =>
      inspect.mutate({
        fileId: file.fileId,
        fileName: file.name,
        sheet: undefined,
        hasHeader: undefined,
        columns: {},
        country: settings.data?.country ?? 'MY',
        listName: wanted?.name ?? listNameOf(file.name),
        onDuplicate: 'skip',
      }),
    change,
    start: () => {
      if (loaded !== null && !start.isPending) start.mutate(loaded);
    },
    startOver: () => {
      setJobId(null);
      setLoaded(null);
      inspect.reset();
      start.reset();
    },
    backToColumns: () => {
      setJobId(null);
      start.reset();
    },
  };
}
