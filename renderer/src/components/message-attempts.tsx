import { Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/components/message-panel.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import type { MessageReport } from '#shared/contract/reports.ts';

type Attempt = MessageReport['attempts'][number];

/** Every try to hand a message over, each with the delivery reports that came for it. */
export function MessageAttempts({ attempts }: { attempts: readonly Attempt[] }) {
  const { t } = useTranslation('history');
  return (
    <Stack gap={8}>
      <Title order={3}>{t('panel.attempts', { count: attempts.length })}</Title>
      {attempts.map((attempt) => (
        <div key={attempt.number} className={classes.attempt}>
          <Text size="sm" fw={500}>
            {t('panel.attempt', { number: attempt.number })}
            {' · '}
            {attempt.outcome === null
              ? t('outcome.open')
              : t(`outcome.${attempt.outcome}`, { defaultValue: attempt.outcome })}
          </Text>
          <Facts attempt={attempt} />
        </div>
      ))}
    </Stack>
  );
}

function Facts({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const reports = attempt.reports.map(
    ({ report, reportedAt, receivedAt }) =>
      `${t(`report.${report}`)}, ${format.when(reportedAt ?? receivedAt)}`,
  );
  return (
    <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0} layout="fixed">
      <Table.Tbody>
        <Row label={t('panel.startedAt')} value={format.dateTime(attempt.startedAt)} />
        {attempt.finishedAt !== null && (
          <Row
            label={t('panel.took')}
            value={t('panel.milliseconds', { count: attempt.finishedAt - attempt.startedAt })}
          />
        )}
        {attempt.outcome === 'accepted' && (
          <Row
            label={t('report.title')}
            value={reports.length === 0 ? t('report.none') : reports.join(' · ')}
          />
        )}
        {attempt.code !== null && <Row label={t('panel.code')} value={attempt.code} />}
        {attempt.detail !== null && (
          <Row label={t('panel.detail')} value={inWords(attempt.detail)} />
        )}
        {attempt.credits !== null && (
          <Row label={t('panel.credits')} value={format.number(attempt.credits)} />
        )}
        <Row label={t('panel.reference')} value={attempt.reference} />
      </Table.Tbody>
    </Table>
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
