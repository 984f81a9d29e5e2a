import { Box, Group, Skeleton, Tabs } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { NoMatch } from '#renderer/components/empty-state.tsx';
import { MessageFilter, type MessageChoice } from '#renderer/components/message-filter.tsx';
import { MessagePanel } from '#renderer/components/message-panel.tsx';
import { MessageTable } from '#renderer/components/message-table.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { SearchInput } from '#renderer/components/search-input.tsx';
import { TableExport } from '#renderer/components/table-export.tsx';
import { CampaignFacts } from '#renderer/features/campaigns/detail/campaign-facts.tsx';
import { usePagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { CampaignState } from '#shared/campaigns/lifecycle.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { Message } from '#shared/contract/messages.ts';

/** Charts are heavy and only reports show one: loaded when it is looked at. */
const Outcome = lazy(async () => {
  const { Outcome: component } = await import('#renderer/features/campaigns/detail/outcome.tsx');
  return { default: component };
});

const TABS = ['outcome', 'messages', 'details'] as const;
/** The parts of a campaign's report. */
export type TabName = (typeof TABS)[number];

/** The tab to open a campaign with; it stays when the campaign finishes while somebody reads. */
export function firstTab(state: CampaignState): TabName {
  return state === 'finished' || state === 'stopped' ? 'outcome' : 'messages';
}

type CampaignTabsProps = {
  campaign: Campaign;
  tab: TabName;
  onTab: (tab: TabName) => void;
  choice: MessageChoice;
  onChoice: (choice: MessageChoice) => void;
};

/** The report: outcome as a chart or table, every message, and what the campaign was told to do. */
export function CampaignTabs({ campaign, tab, onTab, choice, onChoice }: CampaignTabsProps) {
  const { t } = useTranslation('campaigns');
  return (
    <Tabs
      value={tab}
      onChange={(name) => {
        const chosen = TABS.find((one) => one === name);
        if (chosen) onTab(chosen);
      }}
      keepMounted={false}
    >
      <Tabs.List mb={16}>
        {TABS.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`tab.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="outcome">
        <Suspense fallback={<Skeleton height={240} />}>
          <Outcome campaign={campaign} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="messages">
        <Messages campaign={campaign} choice={choice} onChoice={onChoice} />
      </Tabs.Panel>
      <Tabs.Panel value="details">
        <CampaignFacts campaign={campaign} />
      </Tabs.Panel>
    </Tabs>
  );
}

type MessagesProps = Pick<CampaignTabsProps, 'campaign' | 'choice' | 'onChoice'>;

function Messages({ campaign, choice, onChoice }: MessagesProps) {
  const { t } = useTranslation('campaigns');
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<Message | null>(null);
  const filter = { id: campaign.id, ...choice, search: search === '' ? undefined : search };
  const messages = usePagedRows<Message>({
    queryKey: [...orpc.campaigns.messages.key(), filter],
    fetchPage: (offset, limit, signal) =>
      client.campaigns.messages({ ...filter, offset, limit }, { signal }),
  });
  return (
    <>
      <Group gap="xs" mb={12}>
        <Box w={280}>
          <SearchInput value={search} onChange={setSearch} label={t('messages.search')} />
        </Box>
        <MessageFilter value={choice} onChange={onChoice} />
        <Can permission="history.export">
          <TableExport
            disabled={messages.total === 0}
            start={(format) =>
              client.campaigns.export({ ...filter, format, target: { download: true } })
            }
          />
        </Can>
      </Group>
      <PagedList
        rows={messages}
        empty={<NoMatch title={t('messages.none')} text={t('messages.noneText')} />}
      >
        <MessageTable
          messages={messages}
          selectedId={selected?.id ?? null}
          onSelect={setSelected}
          height={420}
          resetKey={JSON.stringify(filter)}
        />
      </PagedList>
      <MessagePanel message={selected} onClose={() => setSelected(null)} />
    </>
  );
}
