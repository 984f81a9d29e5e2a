import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { GatewayRunway } from '#shared/contract/balances.ts';

/** Whether there is anything to say about a gateway's credit: something is going to be sent through it. */
export function hasRunway({ courses, needed }: GatewayRunway): boolean {
  return courses.length > 0 || needed > 0;
}

/** One sentence on how far the credit reaches: where it ends, that it lasts, or that nobody knows. */
export function RunwayNote({ runway }: { runway: GatewayRunway }) {
  const { t } = useTranslation('runway');
  const format = useFormat();
  const { credits, needed, end, asOf, gatewayName, courses } = runway;
  if (end !== null) {
    const planned = courses.some(({ campaignId }) => campaignId === null);
    const name =
      end.campaignName === null ? t(planned ? 'thisCampaign' : 'another') : `“${end.campaignName}”`;
    return (
      <Alert color="orange" p={12} icon={<IconAlertTriangle size={18} aria-hidden />}>
        <Text size="sm">
          {t('ends', {
            recipient: format.number(end.recipient),
            recipients: format.number(end.recipients),
            name,
            at: format.when(end.at),
          })}{' '}
          {t('missing', { count: Math.max(1, needed - (credits ?? 0)), gateway: gatewayName })}
        </Text>
      </Alert>
    );
  }
  if (!hasRunway(runway)) return null;
  return (
    <Text size="sm" c="dimmed" className="tabular">
      {credits === null
        ? t('unknown', { count: needed, gateway: gatewayName })
        : t('enough', {
            needed: format.number(needed),
            credits: format.number(credits),
            gateway: gatewayName,
            at: asOf === null ? '–' : format.when(asOf),
          })}
    </Text>
  );
}
