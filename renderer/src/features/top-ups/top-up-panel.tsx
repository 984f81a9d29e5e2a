import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconFileTypePdf } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { Decisions } from '#renderer/features/top-ups/decisions.tsx';
import { SlipDrop } from '#renderer/features/top-ups/slip-drop.tsx';
import { SlipPreview } from '#renderer/features/top-ups/slip-preview.tsx';
import { TopUpBadge } from '#renderer/features/top-ups/top-up-badge.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import { startDownload } from '#renderer/transport/files.ts';
import { MAX_SLIPS, type TopUp } from '#shared/contract/top-ups.ts';
import { clearingDays } from '#shared/credits/methods.ts';
import { formatRinggit } from '#shared/credits/money.ts';
import { formatPrice } from '#shared/credits/packages.ts';
import classes from '#renderer/features/top-ups/top-ups.module.css';

/** One payment: what is known, its slips, its receipt, and the decision about it. */
export function TopUpPanel({
  id,
  mayClear,
  mayRecord,
}: {
  id: number;
  mayClear: boolean;
  mayRecord: boolean;
}) {
  const { t } = useTranslation('topups');
  const found = useQuery(orpc.topUps.get.queryOptions({ input: { id } }));
  const attach = useMutation(orpc.topUps.attach.mutationOptions({ onError: notifyFailure }));
  const receipt = useMutation(
    orpc.topUps.receipt.mutationOptions({
      onError: notifyFailure,
      onSuccess: ({ downloadId }) => {
        if (downloadId !== null) startDownload(downloadId);
      },
    }),
  );
  if (found.isPending) return <Skeleton height={260} />;
  if (found.isError) {
    return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  }
  const topUp = found.data;
  const isPending = topUp.state === 'pending';
  const days = clearingDays(topUp.method);
  return (
    <Stack gap="md">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} className="tabular">
          {formatRinggit(topUp.amountSen)}
        </Text>
        <TopUpBadge state={topUp.state} />
      </Group>
      {topUp.reason !== '' && (
        <Alert color="red" p={12}>
          {topUp.reason}
        </Alert>
      )}
      {topUp.reversal && (
        <Alert color="gray" p={12}>
          {t('panel.reversed', { reason: topUp.reversal.reason })}
        </Alert>
      )}
      {isPending && days && (
        <Alert color="yellow" icon={<IconClock size={18} aria-hidden />} p={12}>
          {t('form.waits', { method: t(`method.${topUp.method}`), ...days })}
        </Alert>
      )}
      {topUp.warnings.length > 0 && (
        <Alert color="orange" icon={<IconAlertTriangle size={18} aria-hidden />} p={12}>
          {topUp.warnings.map((warning) => (
            <div key={warning}>{t(`warning.${warning}`)}</div>
          ))}
        </Alert>
      )}
      {topUp.receiptNumber !== null && (
        <Button
          variant="default"
          leftSection={<IconFileTypePdf size={16} aria-hidden />}
          loading={receipt.isPending}
          onClick={() => receipt.mutate({ id, target: { download: true } })}
        >
          {t('panel.receipt', { number: topUp.receiptNumber })}
        </Button>
      )}
      {mayClear && <Decisions topUp={topUp} />}
      <Facts topUp={topUp} />
      {topUp.slips.map((slip) => (
        <SlipPreview key={slip.id} slip={slip} />
      ))}
      {isPending && mayRecord && topUp.slips.length < MAX_SLIPS && (
        <SlipDrop onAdd={({ fileId }) => attach.mutate({ id, fileId })} />
      )}
    </Stack>
  );
}

function Facts({ topUp }: { topUp: TopUp }) {
  const { t } = useTranslation('topups');
  const format = useFormat();
  const { decidedAt, decidedBy, createdAt, createdBy, reversal } = topUp;
  const who = (person: { name: string } | null) => person?.name ?? t('house');
  const facts: (readonly [string, string | null])[] = [
    ['credits', `${format.number(topUp.credits)} (${formatPrice(topUp.package)})`],
    ['gateway', topUp.gateway.name],
    ['for', who(topUp.user)],
    ['method', t(`method.${topUp.method}`)],
    ['holder', topUp.accountHolder],
    ['reference', topUp.reference],
    ['paidOn', topUp.paidOn === null ? null : format.day(topUp.paidOn)],
    ['note', topUp.note],
    ['recorded', `${format.dateTime(createdAt)}, ${who(createdBy)}`],
    [
      topUp.state === 'refused' ? 'refused' : 'cleared',
      decidedAt === null ? null : `${format.dateTime(decidedAt)}, ${who(decidedBy)}`,
    ],
    ['reversed', reversal && `${format.dateTime(reversal.at)}, ${who(reversal.by)}`],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([key, value]) =>
        value === null || value === '' ? null : (
          <div key={key} style={{ display: 'contents' }}>
            <dt>{t(`fact.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
