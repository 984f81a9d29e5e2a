import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { UncertainCard } from '#renderer/features/uncertain/uncertain-card.tsx';
import { useDecide } from '#renderer/features/uncertain/use-decide.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { UncertainGroup } from '#shared/contract/uncertain.ts';

/** Messages whose fate nobody knows: what is known, and what becomes of them. */
export function UncertainPage() {
  const { t } = useTranslation('uncertain');
  const overview = useQuery(orpc.uncertain.overview.queryOptions());
  const { data } = overview;
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        action={data && data.groups.length > 1 && <DecideAll groups={data.groups} />}
      />
      {overview.error ? (
        <ErrorState error={overview.error} onRetry={() => overview.refetch()} />
      ) : !data ? (
        <Skeleton height={240} />
      ) : data.groups.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title={t('empty.title')} text={t('empty.text')} />
      ) : (
        <Stack gap={16}>
          <Text size="sm" maw={720}>
            {t('choice')}
          </Text>
          {data.groups.map((group) => (
            <UncertainCard key={`${group.campaignId}-${group.gatewayId}`} group={group} />
          ))}
        </Stack>
      )}
    </Page>
  );
}

/** The same decision for every campaign. */
function DecideAll({ groups }: { groups: readonly UncertainGroup[] }) {
  const { t } = useTranslation('uncertain');
  const { leave, resend, isBusy } = useDecide(groups, null);
  const undecided = groups.reduce((sum, group) => sum + group.undecided, 0);
  return (
    <Can permission="campaigns.send">
      <Group gap={8}>
        <Button variant="default" disabled={isBusy} c="var(--mantine-color-error)" onClick={resend}>
          {t('resendAll')}
        </Button>
        <Button disabled={isBusy || undecided === 0} onClick={leave}>
          {t('leaveAll')}
        </Button>
      </Group>
    </Can>
  );
}
