import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffectEvent, useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmAction } from '#renderer/components/confirm.ts';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import {
  openNewDraft,
  openSavedDraft,
  replaceDraft,
  type Known,
  type Prefill,
} from '#renderer/features/campaigns/wizard/open-draft.ts';
import { Wizard } from '#renderer/features/campaigns/wizard/wizard.tsx';
import { orpc } from '#renderer/transport/client.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

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
  const prefill = useSearch({ strict: false });
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const lists = useQuery(orpc.lists.all.queryOptions());
  const settings = useQuery(orpc.settings.get.queryOptions());
  const templates = useQuery(orpc.templates.all.queryOptions());
  // What is being written stays on the screen whatever fails afterwards.
  const failed = [gateways, lists, settings, templates].filter(
    ({ data, error }) => data === undefined && error !== null,
  );
  if (failed.length > 0) {
    const again = () => Promise.all(failed.map((query) => query.refetch()));
    return <ErrorState error={failed[0]?.error} onRetry={again} />;
  }
  if (!gateways.data || !lists.data || !settings.data || !templates.data) {
    return <Skeleton height={320} />;
  }
  const known = {
    gateways: gateways.data,
    lists: lists.data,
    templates: templates.data,
    window: settings.data.window,
  };
  return <OpenNew key={JSON.stringify(prefill)} prefill={prefill} known={known} />;
}

/** Readies the draft once, before anything is painted; what changes later belongs to the person. */
function OpenNew({ prefill, known }: { prefill: Prefill; known: Known }) {
  const { t } = useTranslation('campaigns');
  const ready = useEffectEvent(() => {
    if (openNewDraft(prefill, known)) return;
    void confirmAction({
      title: t('wizard.replaceTitle'),
      text: t('wizard.replaceText'),
      confirmLabel: t('wizard.replace'),
      danger: true,
    }).then((sure) => {
      if (sure) replaceDraft(prefill, known);
    });
  });
  useLayoutEffect(() => ready(), []);
  return <Wizard />;
}

function EditCampaign({ id }: { id: number }) {
  const campaign = useQuery(
    orpc.campaigns.get.queryOptions({ input: { id }, staleTime: 0, gcTime: 0 }),
  );
  if (campaign.error) {
    return <ErrorState error={campaign.error} onRetry={() => campaign.refetch()} />;
  }
  return campaign.data ? <OpenSaved campaign={campaign.data} /> : <Skeleton height={320} />;
}

function OpenSaved({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const ready = useEffectEvent(() => openSavedDraft(campaign));
  useLayoutEffect(() => ready(), []);
  const isOpen = useDraftStore((state) => state.draft.campaignId === campaign.id);
  if (campaign.state !== 'draft') return <Text>{t('wizard.notDraft')}</Text>;
  return isOpen ? <Wizard /> : <Skeleton height={320} />;
}
