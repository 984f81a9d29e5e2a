import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#shared/contract/campaigns.ts';
import { ButtonLink } from '#renderer/components/links.tsx';
import { LoadSample, SAMPLE_LIST } from '#renderer/features/home/guide/load-sample.tsx';
import type { Step } from '#renderer/features/home/guide/steps.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Numbers are formatted by a large library that Home needs only here. */
const PracticePhones = lazy(async () => ({
  default: (await import('#renderer/components/practice-phones.tsx')).PracticePhones,
}));

/** What to read and press in one step. */
export function StepBody({ step, campaigns }: { step: Step; campaigns: readonly Campaign[] }) {
  const { t } = useTranslation('home');
  return (
    <Stack gap="sm" align="flex-start" pb="xs">
      <Text maw={560}>{t(`guide.${step}.text`, { field: '{{ name }}' })}</Text>
      {step === 'gateway' && <AddPractice />}
      {step === 'contacts' && <LoadSample />}
      {step === 'message' && <WriteMessage />}
      {step === 'send' && <SendDraft draft={campaigns.find(({ state }) => state === 'draft')} />}
      {step === 'delivered' && (
        <div style={{ width: '100%' }}>
          <Suspense fallback={<Skeleton height={140} />}>
            <PracticePhones most={3} />
          </Suspense>
        </div>
      )}
    </Stack>
  );
}

function AddPractice() {
  const { t } = useTranslation('home');
  const add = useMutation(orpc.gateways.add.mutationOptions({ onError: notifyFailure }));
  return (
    <Button
      loading={add.isPending || add.isSuccess}
      onClick={() => add.mutate({ name: t('guide.gateway.name'), driver: 'practice' })}
    >
      {t('guide.gateway.action')}
    </Button>
  );
}

function WriteMessage() {
  const { t } = useTranslation('home');
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const lists = useQuery(orpc.lists.all.queryOptions());
  const gateway = gateways.data?.find(({ practice }) => practice) ?? gateways.data?.[0];
  const list =
    lists.data?.find(({ name }) => name === SAMPLE_LIST) ??
    lists.data?.find(({ contacts }) => contacts > 0);
  return (
    <ButtonLink
      to="/campaigns/new"
      search={{
        list: list?.id,
        gateway: gateway?.id,
        name: t('guide.message.name'),
        text: t('guide.message.sample', { name: '{{ name }}' }),
      }}
    >
      {t('guide.message.action')}
    </ButtonLink>
  );
}

function SendDraft({ draft }: { draft: Campaign | undefined }) {
  const { t } = useTranslation('home');
  if (draft === undefined) return null;
  return (
    <ButtonLink to="/campaigns/$id/edit" params={{ id: draft.id }}>
      {t('guide.send.action')}
    </ButtonLink>
  );
}
