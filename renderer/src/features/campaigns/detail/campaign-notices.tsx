import { Alert, Stack, Text } from '@mantine/core';
import { IconCalendarTime, IconPlayerPause, IconSnowflake, IconWindow } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import { AnchorLink } from '#renderer/components/links.tsx';
import { useTranslation } from 'react-i18next';
import { MismatchNotice } from '#renderer/features/campaigns/detail/mismatch-notice.tsx';
import { RetryNotice } from '#renderer/features/campaigns/detail/retry-notice.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { Campaign, PauseReason } from '#shared/contract/campaigns.ts';

/** The sentence for what sending waits for. */
const WAITS = {
  window: 'notice.waits',
  cap: 'notice.waitsCap',
  retry: 'notice.waitsRetry',
  canary: 'notice.waitsCanary',
} as const;

/** What a person should know about this campaign right now: why it stands still, or what it waits for. */
export function CampaignNotices({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const { state, pauseReason, live, scheduledAt } = campaign;
  return (
    <>
      {state === 'freezing' && (
        <Alert color="blue" icon={<IconSnowflake size={18} aria-hidden />} p={12} role="status">
          {t('notice.freezing')}
        </Alert>
      )}
      {state === 'scheduled' && scheduledAt !== null && (
        <Alert color="blue" icon={<IconCalendarTime size={18} aria-hidden />} p={12}>
          {t('notice.scheduled', { at: format.dateTime(scheduledAt) })}
        </Alert>
      )}
      {state === 'running' && live !== null && live.waitsUntil !== null && (
        <Alert color="blue" icon={<IconWindow size={18} aria-hidden />} p={12} role="status">
          {t(WAITS[live.waitsFor ?? 'window'], {
            at: format.when(live.waitsUntil),
            window: campaign.window,
          })}
        </Alert>
      )}
      <RetryNotice campaign={campaign} />
      {(state === 'paused' || state === 'stopped') && pauseReason !== null && (
        <PauseNotice reason={pauseReason} skipped={state === 'stopped'} campaignId={campaign.id} />
      )}
    </>
  );
}

/** Where a person can mend what stopped the campaign. */
const PLACES: Partial<Record<PauseReason['code'], NonNullable<LinkProps['to']>>> = {
  credentials: '/gateways',
  'secrets-missing': '/gateways',
  configuration: '/gateways',
  credit: '/gateways',
};

type PauseNoticeProps = { reason: PauseReason; skipped: boolean; campaignId: number };

function PauseNotice({ reason, skipped, campaignId }: PauseNoticeProps) {
  const { t, i18n } = useTranslation('campaigns');
  const place = PLACES[reason.code];
  const own = reason.code === 'user';
  // The core's sentence names the gateway and says what to do, in English: the others read ours first.
  const inCoreWords = !own && i18n.language === 'en';
  return (
    <Alert
      color={own ? 'gray' : 'orange'}
      icon={<IconPlayerPause size={18} aria-hidden />}
      title={t(`pause.${skipped ? 'skipped' : reason.code}.title`)}
      p={12}
      role="status"
    >
      <Stack gap={4} align="flex-start">
        {!inCoreWords && (
          <Text size="sm">{t(`pause.${skipped ? 'skipped' : reason.code}.todo`)}</Text>
        )}
        {!own && (
          <Text size="sm" c={inCoreWords ? undefined : 'dimmed'}>
            {reason.message}
          </Text>
        )}
        {reason.code === 'credit-mismatch' && <MismatchNotice campaignId={campaignId} />}
        {place !== undefined && (
          <AnchorLink to={place} size="sm">
            {t('pause.openGateways')}
          </AnchorLink>
        )}
      </Stack>
    </Alert>
  );
}
