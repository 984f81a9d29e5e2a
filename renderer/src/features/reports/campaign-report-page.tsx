import { Group, Skeleton, Stack, Text } from '@mantine/core';
import {
  IconDownload,
  IconFileSpreadsheet,
  IconFileTypeCsv,
  IconFileTypePdf,
  IconReceipt,
  IconReportOff,
  IconSearchOff,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { CampaignStateBadge } from '#renderer/components/state-badge.tsx';
import { FileMenu } from '#renderer/features/reports/file-menu.tsx';
import { ReceiptsSection } from '#renderer/features/reports/receipts-section.tsx';
import { ReportBody } from '#renderer/features/reports/report-body.tsx';
import { ReportFilters } from '#renderer/features/reports/report-filters.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { CampaignReport, ReportFilter } from '#shared/contract/campaign-report.ts';

/** How often the report of a campaign that is being sent is asked for again, ms. */
const LIVE_MS = 5_000;

/** What became of a campaign: charts, tables, filters, export, receipt. */
export function CampaignReportPage() {
  const { id = 0 } = useParams({ strict: false });
  const { t } = useTranslation(['reports', 'campaigns']);
  const [filter, setFilter] = useState<ReportFilter>({});
  const report = useQuery(
    orpc.reports.campaign.queryOptions({
      input: { id, filter },
      placeholderData: keepPreviousData,
      refetchInterval: (query) =>
        query.state.data?.campaign.state === 'running' ? LIVE_MS : false,
    }),
  );
  const back = { to: '/campaigns', label: t('campaigns:title') } as const;
  if (report.data === undefined) {
    return (
      <Page>
        <PageHeader title={t('loading')} back={back} />
        {report.error ? (
          <ErrorState error={report.error} onRetry={() => report.refetch()} />
        ) : (
          <Stack gap={16}>
            <Skeleton height={104} />
            <Skeleton height={320} />
          </Stack>
        )}
      </Page>
    );
  }
  const { campaign, totals, choices } = report.data;
  const isSent = campaign.state !== 'draft' && campaign.state !== 'freezing';
  return (
    <Page>
      <PageHeader
        title={t('title', { name: campaign.name })}
        description={<About report={report.data} />}
        back={back}
        action={<Actions campaignId={id} filter={filter} isSent={isSent} />}
      />
      {isSent ? (
        <Stack gap={16}>
          <ReportFilters filter={filter} onChange={setFilter} choices={choices} />
          {totals.messages === 0 ? (
            <EmptyState icon={IconSearchOff} title={t('none.title')} text={t('none.text')} />
          ) : (
            <ReportBody report={report.data} />
          )}
          <ReceiptsSection campaignId={id} />
        </Stack>
      ) : (
        <EmptyState
          icon={IconReportOff}
          title={t('notSentYet.title')}
          text={t('notSentYet.text')}
        />
      )}
    </Page>
  );
}

function About({ report: { campaign, asOf } }: { report: CampaignReport }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const means = inWords(campaign.deliveredMeans);
  const honest = campaign.practice
    ? t('practice')
    : campaign.givesReports
      ? t('delivered', { means })
      : t('noReports');
  return (
    <Group gap={8} mt={4}>
      <CampaignStateBadge state={campaign.state} />
      <Text component="span" inherit>
        {t('asOf', { at: format.when(asOf) })} {honest}
      </Text>
    </Group>
  );
}

function Actions({
  campaignId: id,
  filter,
  isSent,
}: {
  campaignId: number;
  filter: ReportFilter;
  isSent: boolean;
}) {
  const { t } = useTranslation('reports');
  const queries = useQueryClient();
  const target = { download: true } as const;
  return (
    <>
      <ButtonLink to="/campaigns/$id" params={{ id }} variant="default">
        {t('back')}
      </ButtonLink>
      {isSent && (
        <>
          <FileMenu
            label={t('receipt.button')}
            icon={<IconReceipt size={16} aria-hidden />}
            formats={[
              {
                format: 'pdf',
                label: t('receipt.pdf'),
                icon: <IconFileTypePdf size={16} aria-hidden />,
              },
              {
                format: 'csv',
                label: t('receipt.csv'),
                icon: <IconFileTypeCsv size={16} aria-hidden />,
              },
            ]}
            start={(format) => client.reports.receipt({ id, format, target })}
            onDone={() => void queries.invalidateQueries({ queryKey: orpc.reports.receipts.key() })}
          />
          <FileMenu
            label={t('export.button')}
            icon={<IconDownload size={16} aria-hidden />}
            formats={[
              {
                format: 'pdf',
                label: t('export.pdf'),
                icon: <IconFileTypePdf size={16} aria-hidden />,
              },
              {
                format: 'xlsx',
                label: t('export.xlsx'),
                icon: <IconFileSpreadsheet size={16} aria-hidden />,
              },
              {
                format: 'csv',
                label: t('export.csv'),
                icon: <IconFileTypeCsv size={16} aria-hidden />,
              },
            ]}
            start={(format) => client.reports.exportCampaign({ id, filter, format, target })}
          />
        </>
      )}
    </>
  );
}
