import { Alert, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import classes from '#renderer/components/message-panel.module.css';
import { AnchorLink } from '#renderer/components/links.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { MessageStateBadge } from '#renderer/components/state-badge.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Message } from '#shared/contract/campaigns.ts';
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

/** The message as it is now: it may move on while the panel is open. */
function useFreshMessage(message: Message): Message {
  const fresh = useQuery(
    orpc.campaigns.messages.queryOptions({
      input: { id: message.campaignId, search: message.msisdn, limit: 5 },
    }),
  );
  return fresh.data?.rows.find((row) => row.id === message.id) ?? message;
}

function Details({ message: opened, withCampaign }: { message: Message; withCampaign: boolean }) {
  const message = useFreshMessage(opened);
  const { t } = useTranslation('history');
  const format = useFormat();
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
    ['queued', moment(message.queuedAt)],
    ['sent', moment(message.sentAt)],
    ['final', moment(message.finalAt)],
  ];
  return (
    <Stack gap={16}>
      <div>
        <MessageStateBadge state={message.state} />
        <Text size="sm" mt={8}>
          {t(`meaning.${message.state}`)}
        </Text>
      </div>
      {message.reason !== null && (
        <Alert color="gray" p={12} icon={<IconInfoCircle size={18} aria-hidden />}>
          {message.reason === 'suppressed' ? t('reason.suppressed') : message.reason}
        </Alert>
      )}
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
      {message.attempts > 0 && <Attempts messageId={message.id} known={message.attempts} />}
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

function Attempts({ messageId, known }: { messageId: number; known: number }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const attempts = useQuery(orpc.campaigns.attempts.queryOptions({ input: { messageId } }));
  return (
    <Stack gap={8}>
      <Title order={3}>{t('panel.attempts', { count: known })}</Title>
      {attempts.error && (
        <ErrorState error={attempts.error} onRetry={() => void attempts.refetch()} />
      )}
      {attempts.isPending && <Skeleton height={known * 56} />}
      {attempts.data?.map((attempt) => (
        <div key={attempt.number} className={classes.attempt}>
          <Text size="sm" fw={500}>
            {t('panel.attempt', { number: attempt.number })}
            {' · '}
            {attempt.outcome === null
              ? t('outcome.open')
              : t(`outcome.${attempt.outcome}`, { defaultValue: attempt.outcome })}
          </Text>
          <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0} layout="fixed">
            <Table.Tbody>
              <Row label={t('panel.startedAt')} value={format.dateTime(attempt.startedAt)} />
              {attempt.finishedAt !== null && (
                <Row
                  label={t('panel.took')}
                  value={t('panel.milliseconds', {
                    count: attempt.finishedAt - attempt.startedAt,
                  })}
                />
              )}
              {attempt.code !== null && <Row label={t('panel.code')} value={attempt.code} />}
              {attempt.detail !== null && <Row label={t('panel.detail')} value={attempt.detail} />}
              {attempt.credits !== null && (
                <Row label={t('panel.credits')} value={format.number(attempt.credits)} />
              )}
              <Row label={t('panel.reference')} value={attempt.reference} />
            </Table.Tbody>
          </Table>
        </div>
      ))}
    </Stack>
  );
}

function Row({ label, value }: { label: string; value: string }) {
  return (
    <Table.Tr>
      <Table.Td w={104} c="dimmed" valign="top">
        {label}
      </Table.Td>
      <Table.Td className={classes.value}>{value}</Table.Td>
    </Table.Tr>
  );
}
