import { Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconMoonOff,
  IconQuestionMark,
  IconSearch,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LookUp } from '#shared/contract/look-ups.ts';
import { Can } from '#renderer/components/can.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Whether a number is in use, as a gateway said last, and asking again at what that costs. */
export function ContactLookUp({ msisdn }: { msisdn: string }) {
  const { t } = useTranslation('lookups');
  const offers = useQuery(orpc.lookUps.offers.queryOptions());
  const latest = useQuery(orpc.lookUps.latest.queryOptions({ input: { msisdns: [msisdn] } }));
  const [chosen, setChosen] = useState<number>();
  const ask = useMutation(orpc.lookUps.ask.mutationOptions({ onError: notifyFailure }));
  const known = latest.data?.[0];
  if (offers.isPending || latest.isPending) return <Skeleton h={52} />;
  const failed = offers.error ?? latest.error;
  if (failed !== null) {
    const again = () => Promise.all([offers.refetch(), latest.refetch()]);
    return <ErrorState error={failed} onRetry={again} />;
  }
  const all = offers.data ?? [];
  // Nothing to show and nobody to ask.
  if (all.length === 0 && known === undefined) return null;
  const offer = all.find(({ gatewayId }) => gatewayId === chosen) ?? all[0];
  const refused = ask.data?.entries.find((one) => one.state === 'refused');
  return (
    <section aria-label={t('title')}>
      <Stack gap={8}>
        <Text fw={600}>{t('title')}</Text>
        {known === undefined ? <Text c="dimmed">{t('never')}</Text> : <Known lookUp={known} />}
        {refused !== undefined && (
          <Text role="status">{t('refused', { reason: refused.reason })}</Text>
        )}
        {offer !== undefined && (
          <Can permission="contacts.lookup">
            <Group gap={8} align="flex-end">
              {all.length > 1 && (
                <Select
                  label={t('gateway')}
                  allowDeselect={false}
                  value={String(offer.gatewayId)}
                  data={all.map((one) => ({
                    value: String(one.gatewayId),
                    label: one.gatewayName,
                  }))}
                  onChange={(value) => setChosen(Number(value))}
                />
              )}
              <Button
                variant="default"
                px={12}
                leftSection={<IconSearch size={16} aria-hidden />}
                disabled={offer.problem !== null}
                loading={ask.isPending}
                onClick={() =>
                  ask.mutate({
                    gatewayId: offer.gatewayId,
                    msisdns: [`+${msisdn}`],
                    again: known !== undefined,
                  })
                }
              >
                {t(known === undefined ? 'ask' : 'again', { count: offer.credits })}
              </Button>
            </Group>
            {offer.problem !== null && (
              <Text size="sm" c="dimmed">
                {offer.problem}
              </Text>
            )}
          </Can>
        )}
      </Stack>
    </section>
  );
}

const ICONS = {
  reachable: IconCircleCheck,
  absent: IconMoonOff,
  dead: IconCircleX,
  unknown: IconQuestionMark,
  asked: IconClock,
  asking: IconClock,
  uncertain: IconAlertTriangle,
  refused: IconAlertTriangle,
} as const;

function Known({ lookUp }: { lookUp: LookUp }) {
  const { t } = useTranslation('lookups');
  const format = useFormat();
  const { state, result, word, gatewayName, startedAt, answeredAt, reason } = lookUp;
  const what = state === 'answered' && result !== null ? result : state;
  const Icon = what === 'answered' ? IconQuestionMark : ICONS[what];
  return (
    <div role="status">
      <Group gap={6} wrap="nowrap" align="flex-start">
        <Icon size={16} aria-hidden style={{ flexShrink: 0, marginTop: 3 }} />
        <Text>{t(`what.${what}`)}</Text>
      </Group>
      {reason !== '' && (
        <Text size="sm" mt={4}>
          {inWords(reason)}
        </Text>
      )}
      <Text size="sm" c="dimmed" mt={4}>
        {word === null
          ? t('by', { gateway: gatewayName, time: format.when(answeredAt ?? startedAt) })
          : t('byWord', { gateway: gatewayName, time: format.when(answeredAt ?? startedAt), word })}
      </Text>
    </div>
  );
}
