import { Badge, Group, Skeleton, Stack } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import type { MessageChoice } from '#renderer/components/message-filter.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { CampaignStateBadge } from '#renderer/components/state-badge.tsx';
import { CampaignButtons } from '#renderer/features/campaigns/detail/campaign-buttons.tsx';
import { CampaignNotices } from '#renderer/features/campaigns/detail/campaign-notices.tsx';
import {
  CampaignTabs,
  firstTab,
  type TabName,
} from '#renderer/features/campaigns/detail/campaign-tabs.tsx';
import { CampaignShares } from '#renderer/features/campaigns/detail/campaign-shares.tsx';
import { DraftView } from '#renderer/features/campaigns/detail/draft-view.tsx';
import { SwitchPanel } from '#renderer/features/campaigns/detail/switch-panel.tsx';
import { Monitor } from '#renderer/features/campaigns/detail/monitor.tsx';
import { UncertainSection } from '#renderer/features/campaigns/detail/uncertain-section.tsx';
import { useCampaignActions } from '#renderer/features/campaigns/detail/use-campaign-actions.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** How often a campaign that moves is asked about, in ms. */
const LIVE_MS = 1_000;

function isMoving(campaign: Campaign | undefined): boolean {
  return campaign?.state === 'running' || campaign?.state === 'freezing';
}

/** One campaign: what it will do, what it is doing, and what became of every message. */
export function CampaignPage() {
  const { id } = useParams({ strict: false });
  const { t } = useTranslation('campaigns');
  const campaign = useQuery(
    orpc.campaigns.get.queryOptions({
      input: { id: id ?? 0 },
      enabled: id !== undefined,
      refetchInterval: (query) => (isMoving(query.state.data) ? LIVE_MS : false),
    }),
  );
  const back = { to: '/campaigns', label: t('title') } as const;
  if (campaign.data) return <CampaignDetail key={campaign.data.id} campaign={campaign.data} />;
  return (
    <Page>
      <PageHeader title={campaign.error ? t('title') : t('loading')} back={back} />
      {campaign.error ? (
        <ErrorState error={campaign.error} onRetry={() => campaign.refetch()} />
      ) : (
        <Skeleton height={200} />
      )}
    </Page>
  );
}

function CampaignDetail({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const actions = useCampaignActions(campaign);
  const [tab, setTab] = useState<TabName>(() => firstTab(campaign.state));
  const [choice, setChoice] = useState<MessageChoice>({});
  const [isSwitching, setSwitching] = useState(false);
  const report = useRef<HTMLDivElement>(null);
  const isDraft = campaign.state === 'draft';
  const show = (wanted: MessageChoice) => {
    setChoice(wanted);
    setTab('messages');
    // The table lies below the fold of a small window: what was asked for must be seen.
    requestAnimationFrame(() => report.current?.scrollIntoView({ block: 'start' }));
  };
  return (
    <Page>
      <PageHeader
        title={campaign.name}
        description={
          <Group gap={8} mt={4}>
            <CampaignStateBadge state={campaign.state} />
            {campaign.practice && (
              <Badge
                color="yellow"
                c="var(--mantine-color-text)"
                leftSection={<IconFlask size={14} aria-hidden />}
              >
                {t('practice')}
              </Badge>
            )}
            {t('subtitle', {
              lists: campaign.listNames.join(', '),
              gateway: gatewayNames(campaign),
            })}
          </Group>
        }
        back={{ to: '/campaigns', label: t('title') }}
        action={
          <CampaignButtons
            campaign={campaign}
            actions={actions}
            onSwitch={() => setSwitching(true)}
          />
        }
      />
      {isDraft ? (
        <DraftView campaign={campaign} />
      ) : (
        <Stack gap={16}>
          <CampaignNotices campaign={campaign} onSwitch={() => setSwitching(true)} />
          <Monitor campaign={campaign} onShow={show} />
          <CampaignShares campaign={campaign} />
          {campaign.counts.uncertain > 0 && (
            <UncertainSection campaign={campaign} actions={actions} onShow={show} />
          )}
          <div ref={report}>
            <CampaignTabs
              campaign={campaign}
              tab={tab}
              onTab={setTab}
              choice={choice}
              onChoice={setChoice}
            />
          </div>
        </Stack>
      )}
      <SwitchPanel
        campaign={campaign}
        actions={actions}
        opened={isSwitching && (campaign.state === 'paused' || campaign.state === 'running')}
        onClose={() => setSwitching(false)}
      />
    </Page>
  );
}

/** Those that send; of a draft, the one that was chosen. */
function gatewayNames({ gateways, gatewayName }: Campaign): string {
  return gateways.map((share) => share.gatewayName).join(', ') || gatewayName;
}
