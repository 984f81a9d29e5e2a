import { Group, Select, Text } from '@mantine/core';
import { IconPlus, IconSend } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { Can } from '#renderer/components/can.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Count } from '#renderer/components/count.tsx';
import { EmptyState, NoMatch } from '#renderer/components/empty-state.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { Page } from '#renderer/components/page.tsx';
import { SearchInput } from '#renderer/components/search-input.tsx';
import { CampaignStateBadge } from '#renderer/components/state-badge.tsx';
import { VirtualTable } from '#renderer/components/virtual-table.tsx';
import { CampaignProgress } from '#renderer/features/campaigns/campaign-progress.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { usePagedRows, type PagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import { CAMPAIGN_STATES, type CampaignState } from '#shared/campaigns/lifecycle.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** Every campaign with its state and what became of it. */
export function CampaignsPage() {
  const { t } = useTranslation(['campaigns', 'common']);
  const [search, setSearch] = useState('');
  const [state, setState] = useState<CampaignState | null>(null);
  const filter = { search: search === '' ? undefined : search, state: state ?? undefined };
  const campaigns = usePagedRows<Campaign>({
    queryKey: [...orpc.campaigns.page.key(), filter],
    fetchPage: (offset, limit, signal) =>
      client.campaigns.page({ ...filter, offset, limit }, { signal }),
  });
  const isFiltered = search !== '' || state !== null;
  const isEmpty = !campaigns.isPending && campaigns.error === null && campaigns.total === 0;
  const newCampaign = (
    <Can permission="campaigns.write">
      <ButtonLink to="/campaigns/new" leftSection={<IconPlus size={16} aria-hidden />}>
        {t('new')}
      </ButtonLink>
    </Can>
  );
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        action={isEmpty && !isFiltered ? undefined : newCampaign}
      />
      {isEmpty && !isFiltered ? (
        <EmptyState
          icon={IconSend}
          title={t('empty.title')}
          text={t('empty.text')}
          action={newCampaign}
        />
      ) : (
        <>
          <Group gap="xs">
            <SearchInput value={search} onChange={setSearch} label={t('search')} />
            <Select
              w={180}
              aria-label={t('filterState')}
              placeholder={t('allStates')}
              data={CAMPAIGN_STATES.map((one) => ({
                value: one,
                label: t(`common:campaignState.${one}`),
              }))}
              value={state}
              onChange={(value) => setState(CAMPAIGN_STATES.find((one) => one === value) ?? null)}
              clearable
            />
          </Group>
          <PagedList
            rows={campaigns}
            empty={<NoMatch title={t('noMatch.title')} text={t('noMatch.text')} />}
          >
            <CampaignTable campaigns={campaigns} resetKey={JSON.stringify(filter)} />
          </PagedList>
        </>
      )}
    </Page>
  );
}

type TableProps = { campaigns: PagedRows<Campaign>; resetKey: string };

function CampaignTable({ campaigns, resetKey }: TableProps) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <VirtualTable<Campaign>
      label={t('title')}
      total={campaigns.length}
      getRow={campaigns.getRow}
      onVisibleRange={campaigns.onVisibleRange}
      rowKey={(campaign) => campaign.id}
      resetKey={resetKey}
      onRowClick={(campaign) =>
        void navigate({ to: '/campaigns/$id', params: { id: campaign.id } })
      }
      columns={[
        {
          key: 'name',
          header: t('column.name'),
          grow: 2,
          render: (campaign) => (
            <Text size="sm" fw={500} truncate>
              {campaign.name}
            </Text>
          ),
        },
        {
          key: 'state',
          header: t('column.state'),
          width: 120,
          render: (campaign) => <CampaignStateBadge state={campaign.state} />,
        },
        {
          key: 'audience',
          header: t('column.audience'),
          width: 84,
          grow: 1,
          render: (campaign) => (
            <Text size="sm" c="dimmed" truncate title={campaign.listNames.join(', ')}>
              {campaign.listNames.join(', ')}
            </Text>
          ),
        },
        {
          key: 'progress',
          header: t('column.progress'),
          width: 232,
          grow: 2,
          render: (campaign) => <CampaignProgress campaign={campaign} />,
        },
        {
          key: 'credits',
          header: t('column.credits'),
          width: 96,
          align: 'right',
          render: (campaign) =>
            campaign.state === 'draft' ? null : <Count value={campaign.credits.charged} />,
        },
        {
          key: 'date',
          header: t('column.date'),
          width: 128,
          align: 'right',
          render: (campaign) => {
            const moment = campaign.startedAt ?? campaign.scheduledAt ?? campaign.createdAt;
            return <span title={format.dateTime(moment)}>{format.short(moment)}</span>;
          },
        },
      ]}
    />
  );
}
