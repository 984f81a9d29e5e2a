import { Alert, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import classes from '#renderer/components/message-panel.module.css';
import { AnchorLink } from '#renderer/components/links.tsx';
import { MessageAttempts } from '#renderer/components/message-attempts.tsx';
import { useReason } from '#renderer/components/use-reason.ts';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { MessageStateBadge } from '#renderer/components/state-badge.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Message } from '#shared/contract/messages.ts';
import type { MessageReport } from '#shared/contract/reports.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

type MessagePanelProps = {
  message: Message | null;
  onClose: () => void;
  /** Whether to name the campaign, with a link to it. */
  withCampaign?: boolean;
};

/** One message with everything known about it: text, state, codes, times and every attempt. */
export function MessagePanel({ message, onClose, withCampaign = false }: MessagePanelProps) {
  return (
    <SidePanel
      title={message === null ? '' : message.name || formatMsisdn(message.msisdn)}
      opened={message !== null}
      onClose={onClose}
    >
      {message !== null && <Details message={message} withCampaign={withCampaign} />}
    </SidePanel>
  );
}

function Details({ message: opened, withCampaign }: { message: Message; withCampaign: boolean }) {
  // The message as it is now: it may move on while the panel is open.
  const report = useQuery(orpc.reports.message.queryOptions({ input: { messageId: opened.id } }));
  const message = report.data?.message ?? opened;
  const { t } = useTranslation(['history', 'common']);
  const format = useFormat();
  const reasonOf = useReason();
  const moment = (ms: number | null) => (ms === null ? null : format.dateTime(ms));
  const campaign = withCampaign ? (
    <CampaignLink id={message.campaignId} name={message.campaignName} />
  ) : null;
  const rows: [string, ReactNode][] = [
    ['to', formatMsisdn(message.msisdn)],
    ['campaign', campaign],
    ['gateway', message.gatewayName],
    ['gatewayId', message.gatewayMessageId],
    ['code', message.code],
    [
      'parts',
      message.parts === 0
        ? null
        : t(message.encoding === 'gsm7' ? 'panel.partsGsm' : 'panel.partsUnicode', {
            count: message.parts,
          }),
    ],
    ['credits', format.number(message.credits)],
    ['predicted', report.data ? format.number(report.data.predicted) : null],
    ['queued', moment(message.queuedAt)],
    ['sent', moment(message.sentAt)],
    ['final', moment(message.finalAt)],
  ];
  const summary = report.data?.summary ?? 'none';
  return (
    <Stack gap={16}>
      <div>
        <Group gap={8}>
          {summary !== 'none' && <Text fw={600}>{t(`common:summary.${summary}`)}</Text>}
          <MessageStateBadge state={message.state} />
        </Group>
        <Text size="sm" mt={8}>
          {t(`meaning.${message.state}`)} {t(`todo.${message.state}`)}
        </Text>
      </div>
      {message.reason !== null && (
        <Alert color="gray" p={12} icon={<IconInfoCircle size={18} aria-hidden />}>
          {reasonOf(message)}
        </Alert>
      )}
      {report.data?.answer && message.state === 'rejected' && (
        <Text size="sm">
          {t('panel.answer', {
            code: report.data.answer.code,
            meaning: inWords(report.data.answer.meaning),
            advice: inWords(report.data.answer.advice),
          })}
        </Text>
      )}
      {report.data && report.data.retries.length > 0 && <Retries retries={report.data.retries} />}
      {message.text !== '' && <div className={classes.text}>{message.text}</div>}
      <dl className={classes.facts}>
        {rows
          .filter(([, value]) => value !== null && value !== '')
          .map(([key, value]) => (
            <div key={key} className={classes.fact}>
              <dt>{t(`panel.${key}`)}</dt>
              <dd className="tabular">{value}</dd>
            </div>
          ))}
      </dl>
      {report.error && <ErrorState error={report.error} onRetry={() => report.refetch()} />}
      {report.isPending && message.attempts > 0 && <Skeleton height={message.attempts * 56} />}
      {report.data && report.data.attempts.length > 0 && (
        <MessageAttempts attempts={report.data.attempts} />
      )}
    </Stack>
  );
}

function Retries({ retries }: { retries: MessageReport['retries'] }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  return (
    <Stack gap={4}>
      <Title order={3}>{t('retry.title')}</Title>
      {retries.map(({ number, state, dueAt, credits, reason }) => (
        <Text key={number} size="sm">
          {t(`retry.${state}`, { number, at: format.when(dueAt) })}
          {reason === null
            ? ` · ${t('retry.cost', { count: credits })}`
            : ` · ${t(`retry.reason.${reason}`, { defaultValue: reason })}`}
        </Text>
      ))}
    </Stack>
  );
}

function CampaignLink({ id, name }: { id: number; name: string }) {
  return (
    <AnchorLink to="/campaigns/$id" params={{ id }} size="sm">
      {name}
    </AnchorLink>
  );
}
