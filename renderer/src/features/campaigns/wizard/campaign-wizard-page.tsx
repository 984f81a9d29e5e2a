import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { draftOf } from '#renderer/features/campaigns/wizard/draft.ts';
import { usePrefill } from '#renderer/features/campaigns/wizard/use-prefill.ts';
import { Wizard } from '#renderer/features/campaigns/wizard/wizard.tsx';
import { orpc } from '#renderer/transport/client.ts';

/** A new campaign (`/campaigns/new`), or a draft that is edited (`/campaigns/ID/edit`). */
export function CampaignWizardPage() {
  const { id } = useParams({ strict: false });
  const { t } = useTranslation('campaigns');
  const back = { to: '/campaigns', label: t('title') } as const;
  return (
    <Page>
      <PageHeader
        title={id === undefined ? t('wizard.title') : t('wizard.editTitle')}
        description={t('wizard.description')}
        back={back}
      />
      {id === undefined ? <NewCampaign /> : <EditCampaign key={id} id={id} />}
    </Page>
  );
}

function NewCampaign() {
  const search = useSearch({ strict: false });
  const ready = usePrefill(search);
  return ready ? <Wizard /> : <Skeleton height={320} />;
}

function EditCampaign({ id }: { id: number }) {
  const [ready, setReady] = useState(() => useDraftStore.getState().draft.campaignId === id);
  const open = useDraftStore((state) => state.open);
  const campaign = useQuery(
    orpc.campaigns.get.queryOptions({ input: { id }, enabled: !ready, staleTime: 0 }),
  );
  useEffect(() => {
    if (ready || campaign.data === undefined) return;
    open(draftOf(campaign.data));
    setReady(true);
  }, [ready, campaign.data, open]);
  if (campaign.error) {
    return <ErrorState error={campaign.error} onRetry={() => void campaign.refetch()} />;
  }
  return ready ? <Wizard /> : <Skeleton height={320} />;
}
