import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#shared/contract/campaigns.ts';
import { ButtonLink } from '#renderer/components/links.tsx';
import { LoadSample, SAMPLE_LIST } from '#renderer/features/home/guide/load-sample.tsx';
import type { Step, Way } from '#renderer/features/home/guide/steps.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Numbers are formatted by a large library that Home needs only here. */
const PracticePhones = lazy(async () => ({
  default: (await import('#renderer/components/practice-phones.tsx')).PracticePhones,
}));

/** What to read and press in one step. */
export function StepBody({
  step,
  way,
  campaigns,
}: {
  step: Step;
  way: Way;
  campaigns: readonly Campaign[];
}) {
  const { t } = useTranslation('home');
  return (
    <Stack gap="sm" align="flex-start" pb="xs">
      <Text maw={560}>{t(`guide.${way}.${step}.text`, { field: '{{ name }}' })}</Text>
      {step === 'gateway' && <AddPractice />}
      {step === 'contacts' && (way === 'own' ? <ImportContacts /> : <LoadSample />)}
      {step === 'message' && <WriteMessage way={way} />}
      {step === 'send' && <SendDraft draft={campaigns.find(({ state }) => state === 'draft')} />}
      {step === 'delivered' && way === 'own' && <ShowSent campaigns={campaigns} />}
      {step === 'delivered' && way === 'practice' && (
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
      onClick={() => add.mutate({ name: t('guide.practice.gateway.name'), driver: 'practice' })}
    >
      {t('guide.practice.gateway.action')}
    </Button>
  );
}

/** Not the sample: its people are made up, but somebody may have their numbers. */
function ImportContacts() {
  const { t } = useTranslation('home');
  return <ButtonLink to="/contacts/import">{t('guide.own.contacts.action')}</ButtonLink>;
}

function WriteMessage({ way }: { way: Way }) {
  const { t } = useTranslation('home');
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const lists = useQuery(orpc.lists.all.queryOptions());
  const gateway = gateways.data?.find(({ practice }) => practice) ?? gateways.data?.[0];
  const isSample = ({ name }: { name: string }) => name === SAMPLE_LIST;
  const filled = lists.data?.filter(({ contacts }) => contacts > 0) ?? [];
  const list =
    way === 'own'
      ? filled.find((one) => !isSample(one))
      : (lists.data?.find(isSample) ?? filled[0]);
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

/** Where the report of a real message is seen. */
function ShowSent({ campaigns }: { campaigns: readonly Campaign[] }) {
  const { t } = useTranslation('home');
  const sent = campaigns.find(({ state }) => state !== 'draft');
  if (sent === undefined) return null;
  return (
    <ButtonLink to="/campaigns/$id" params={{ id: sent.id }}>
      {t('guide.own.delivered.action')}
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
