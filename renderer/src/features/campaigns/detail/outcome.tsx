import '@mantine/charts/styles.css';
import { DonutChart } from '@mantine/charts';
import { Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Count } from '#renderer/components/count.tsx';
import { MessageStateBadge } from '#renderer/components/state-badge.tsx';
import classes from '#renderer/features/campaigns/detail/detail.module.css';
import { Figure } from '#renderer/components/figure.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { MESSAGE_STATES, type MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** One hue per word, lighter for the states behind it; the legend says each in words too. */
const COLORS: Readonly<Record<MessageState, string>> = {
  delivered: 'siar.7',
  accepted: 'siar.4',
  queued: 'gray.5',
  sending: 'blue.5',
  undelivered: 'orange.8',
  expired: 'orange.5',
  rejected: 'red.7',
  uncertain: 'yellow.6',
  cancelled: 'gray.6',
  excluded: 'gray.4',
};

/** What became of everybody: a chart, and the same as a table; what it was to cost and what it did. */
export function Outcome({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation(['campaigns', 'common', 'dead']);
  const format = useFormat();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const { counts, credits } = campaign;
  const present = MESSAGE_STATES.filter((state) => counts[state] > 0);
  const share = (state: MessageState) =>
    counts.frozen === 0 ? '0%' : `${format.decimal((counts[state] / counts.frozen) * 100)}%`;
  return (
    <Stack gap={16}>
      <Group justify="space-between">
        <Group gap={32} align="flex-start">
          <Figure
            label={t('outcome.predicted')}
            value={
              <Count
                value={credits.predicted}
                unit={t('creditUnit', { count: credits.predicted })}
              />
            }
          />
          <Figure
            label={t('outcome.charged')}
            value={
              <Count value={credits.charged} unit={t('creditUnit', { count: credits.charged })} />
            }
          />
          {campaign.dead.credits > 0 && (
            <Figure
              label={t('dead:savedLabel')}
              value={
                <Count
                  value={campaign.dead.credits}
                  unit={t('creditUnit', { count: campaign.dead.credits })}
                />
              }
              note={t('dead:progress', { count: campaign.dead.leftOut })}
            />
          )}
        </Group>
        <SegmentedControl
          aria-label={t('outcome.view')}
          value={view}
          onChange={(value) => setView(value === 'table' ? 'table' : 'chart')}
          data={[
            { value: 'chart', label: t('outcome.chart') },
            { value: 'table', label: t('outcome.table') },
          ]}
        />
      </Group>
      {view === 'chart' ? (
        <div className={classes.outcome}>
          <DonutChart
            size={200}
            thickness={28}
            strokeWidth={1}
            data={present.map((state) => ({
              name: t(`common:messageState.${state}`),
              value: counts[state],
              color: COLORS[state],
            }))}
            chartLabel={format.number(counts.frozen)}
            valueFormatter={(value) => format.number(value)}
            tooltipDataSource="segment"
            pieProps={{ isAnimationActive: false }}
            role="img"
            aria-label={t('outcome.chartLabel')}
          />
          <div className={classes.legend}>
            {present.map((state) => (
              <LegendRow key={state} state={state} count={counts[state]} share={share(state)} />
            ))}
          </div>
        </div>
      ) : (
        <Table maw={480} aria-label={t('outcome.chartLabel')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('outcome.state')}</Table.Th>
              <Table.Th className={classes.number}>{t('outcome.messages')}</Table.Th>
              <Table.Th className={classes.number}>{t('outcome.share')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {MESSAGE_STATES.map((state) => (
              <Table.Tr key={state}>
                <Table.Td>
                  <MessageStateBadge state={state} />
                </Table.Td>
                <Table.Td className={classes.number}>{format.number(counts[state])}</Table.Td>
                <Table.Td className={classes.number}>{share(state)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th>{t('monitor.total')}</Table.Th>
              <Table.Th className={classes.number}>{format.number(counts.frozen)}</Table.Th>
              <Table.Th className={classes.number}>{counts.frozen === 0 ? '0%' : '100%'}</Table.Th>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      )}
    </Stack>
  );
}

function LegendRow({ state, count, share }: { state: MessageState; count: number; share: string }) {
  const color = `var(--mantine-color-${COLORS[state].replace('.', '-')})`;
  return (
    <>
      <Group gap={8} wrap="nowrap">
        <span style={{ width: 10, height: 10, borderRadius: 2, background: color }} aria-hidden />
        <MessageStateBadge state={state} />
      </Group>
      <Text size="sm" className={classes.number}>
        <Count value={count} />
      </Text>
      <Text size="sm" c="dimmed" className={classes.number}>
        {share}
      </Text>
    </>
  );
}
