import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { GatewayRunway } from '#shared/contract/balances.ts';

/** Whether there is anything to say about a gateway's credit: something is going to be sent through it. */
export function hasRunway({ courses, needed, ifResumed }: GatewayRunway): boolean {
  return courses.length > 0 || needed > 0 || ifResumed !== null;
}

/** How far a gateway's credit reaches, and what paused campaigns would need on top. */
export function RunwayNote({ runway }: { runway: GatewayRunway }) {
  const isSending = runway.courses.length > 0 || runway.needed > 0 || runway.end !== null;
  return (
    <>
      {isSending && <Reach runway={runway} />}
      <ResumedNote runway={runway} />
    </>
  );
}

/** What is needed on top once everything that is paused or held back is resumed. */
export function ResumedNote({ runway: { ifResumed, gatewayName } }: { runway: GatewayRunway }) {
  const { t } = useTranslation('runway');
  if (ifResumed === null) return null;
  const { campaigns, needed, missing } = ifResumed;
  const sentence = t('resumed', { campaigns, count: needed, gateway: gatewayName });
  if (missing !== null && missing > 0) {
    return (
      <Alert color="orange" p={12} icon={<IconAlertTriangle size={18} aria-hidden />}>
        <Text size="sm">
          {sentence} {t('resumedMissing', { count: missing })}
        </Text>
      </Alert>
    );
  }
  return (
    <Text size="sm" c="dimmed" className="tabular">
      {sentence} {missing === null ? null : t('resumedEnough')}
    </Text>
  );
}

/** One sentence on how far the credit reaches: where it ends, that it lasts, or that nobody knows. */
function Reach({ runway }: { runway: GatewayRunway }) {
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
