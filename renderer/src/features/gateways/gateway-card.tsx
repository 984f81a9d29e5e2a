import { ActionIcon, Badge, Button, Group, Text, Title, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconLock,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { Can } from '#renderer/components/can.tsx';
import { confirmAction } from '#renderer/components/confirm.ts';
import { Count } from '#renderer/components/count.tsx';
import { ReportsProblem } from '#renderer/features/gateways/reports-problem.tsx';
import { ReportsFact } from '#renderer/features/gateways/reports-fact.tsx';
import { RepliesFact } from '#renderer/features/gateways/replies-fact.tsx';
import { RetryFact } from '#renderer/features/gateways/retry-fact.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useSeesHouse } from '#renderer/hooks/use-session.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/gateways/gateways.module.css';
import { inWords } from '#renderer/lib/core-words.ts';

/** One gateway account: what it is, whether it can send, what it has left, and what can be done with it. */
export function GatewayCard({
  gateway,
  selected,
  onEdit,
  onProfile,
  onProbe,
  onRemoved,
}: {
  gateway: Gateway;
  selected: boolean;
  onEdit: () => void;
  onProfile: () => void;
  onProbe: () => void;
  onRemoved: () => void;
}) {
  const seesHouse = useSeesHouse();
  const { t } = useTranslation('gateways');
  const { t: common } = useTranslation('common');
  const { t: probe } = useTranslation('probe');
  const format = useFormat();
  const test = useMutation(orpc.gateways.test.mutationOptions());
  const tested = test.data !== undefined || test.error !== null;
  const remove = useMutation(
    orpc.gateways.remove.mutationOptions({
      onError: notifyFailure,
      onSuccess: () => {
        notifyDone(t('remove.done', { name: gateway.name }));
        onRemoved();
      },
    }),
  );
  const askRemove = async () => {
    const sure = await confirmAction({
      title: t('remove.title', { name: gateway.name }),
      text: gateway.practice ? t('remove.practiceText') : t('remove.text'),
      confirmLabel: t('remove.confirm'),
      danger: true,
    });
    if (sure) remove.mutate({ id: gateway.id });
  };
  return (
    <li className={classes.card} data-selected={selected || undefined}>
      <div className={classes.head}>
        <Group gap="xs">
          <Title order={2}>{gateway.name}</Title>
          <Badge color={gateway.practice ? 'orange' : 'gray'}>
            {t(`driver.${gateway.driver}`)}
          </Badge>
        </Group>
        <Can permission="gateways.write">
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              loading={test.isPending}
              onClick={() => test.mutate({ id: gateway.id })}
            >
              {t('test')}
            </Button>
            <Button size="xs" variant="default" onClick={onEdit}>
              {t('edit')}
            </Button>
            <Button size="xs" variant="default" onClick={onProfile}>
              {t('profile.open')}
            </Button>
            <Tooltip label={t('remove.label')}>
              <ActionIcon
                variant="default"
                size={30}
                onClick={() => void askRemove()}
                loading={remove.isPending}
                aria-label={t('remove.named', { name: gateway.name })}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Can>
      </div>
      <TestResult result={test.data} error={test.error} />
      {tested && (
        <Button size="compact-xs" variant="subtle" ml={14} onClick={onProbe}>
          {probe('open')}
        </Button>
      )}
      <ReportsProblem gateway={gateway} />
      <dl className={classes.facts}>
        <div>
          <dt>{t('fact.address')}</dt>
          <dd>{gateway.url ?? t('fact.inside')}</dd>
        </div>
        <div>
          <dt>{t('fact.secrets')}</dt>
          <dd>
            <SecretsState gateway={gateway} />
          </dd>
        </div>
        <div>
          <dt>{t('fact.rate')}</dt>
          <dd>
            <Count value={gateway.rate} unit={t('fact.rateUnit')} />
          </dd>
        </div>
        {seesHouse && (
          <div>
            <dt>{t('fact.balance')}</dt>
            <dd>
              <Balance gateway={gateway} />
            </dd>
          </div>
        )}
        <ReportsFact gateway={gateway} />
        {!gateway.practice && <RepliesFact gateway={gateway} />}
        <RetryFact gatewayId={gateway.id} />
      </dl>
      {gateway.balance !== null && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('fact.balanceAsOf', {
            time: format.when(gateway.balance.asOf),
            unit: common('unit.credits', { count: gateway.balance.credits }),
          })}
        </Text>
      )}
    </li>
  );
}

function TestResult({
  result,
  error,
}: {
  result: { ok: boolean; message: string } | undefined;
  error: unknown;
}) {
  const ok = result?.ok === true;
  const sentence = result ? inWords(result.message) : error === null ? null : failureText(error);
  return (
    <div role="status" className={sentence === null ? undefined : classes.result}>
      {sentence !== null && (
        <>
          {ok ? (
            <IconCircleCheck size={16} color="var(--mantine-color-siar-6)" aria-hidden />
          ) : (
            <IconAlertTriangle size={16} color="var(--mantine-color-error)" aria-hidden />
          )}
          <Text>{sentence}</Text>
        </>
      )}
    </div>
  );
}

function SecretsState({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('gateways');
  if (gateway.practice && !gateway.secretsSet) return <span>{t('fact.secretsPractice')}</span>;
  return gateway.secretsSet ? (
    <span className={classes.state}>
      <IconLock size={16} aria-hidden />
      {t('fact.secretsSet')}
    </span>
  ) : (
    <span className={classes.state}>
      <IconAlertTriangle size={16} color="var(--mantine-color-error)" aria-hidden />
      {t('fact.secretsMissing')}
    </span>
  );
}

function Balance({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('gateways');
  return gateway.capabilities.balance ? (
    <KnownBalance gateway={gateway} />
  ) : (
    <Text c="dimmed">{t('fact.balanceNever')}</Text>
  );
}

function KnownBalance({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('gateways');
  const { t: common } = useTranslation('common');
  const refresh = useMutation(orpc.gateways.balance.mutationOptions({ onError: notifyFailure }));
  const balance = refresh.data?.balance ?? gateway.balance?.credits;
  return (
    <Group gap={6} wrap="nowrap">
      {balance === undefined ? (
        <Text c="dimmed">{t('fact.balanceUnknown')}</Text>
      ) : (
        <Count value={balance} unit={common('unit.credits', { count: balance })} />
      )}
      <ActionIcon
        variant="subtle"
        size="sm"
        loading={refresh.isPending}
        onClick={() => refresh.mutate({ id: gateway.id })}
        aria-label={t('fact.balanceRefresh', { name: gateway.name })}
      >
        <IconRefresh size={14} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
