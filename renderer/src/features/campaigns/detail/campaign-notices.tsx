import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCalendarTime, IconPlayerPause, IconSnowflake, IconWindow } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import { AnchorLink } from '#renderer/components/links.tsx';
import { useTranslation } from 'react-i18next';
import { HoldNotices } from '#renderer/features/campaigns/detail/hold-notice.tsx';
import { MismatchNotices } from '#renderer/features/campaigns/detail/mismatch-notice.tsx';
import { RetryNotice } from '#renderer/features/campaigns/detail/retry-notice.tsx';
import { TestAndResume } from '#renderer/features/campaigns/detail/test-and-resume.tsx';
import { useCanSwitch } from '#renderer/features/campaigns/detail/use-can-switch.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { wordsFor } from '#renderer/lib/core-words.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { PauseReason } from '#shared/contract/campaign-status.ts';

/** The sentence for what sending waits for. */
const WAITS = {
  window: 'notice.waits',
  cap: 'notice.waitsCap',
  retry: 'notice.waitsRetry',
  canary: 'notice.waitsCanary',
} as const;

/** What a person should know about this campaign right now: why it stands still, or what it waits for. */
export function CampaignNotices({
  campaign,
  onSwitch,
}: {
  campaign: Campaign;
  onSwitch: () => void;
}) {
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
      <HoldNotices campaign={campaign} />
      <RetryNotice campaign={campaign} />
      {(state === 'paused' || state === 'stopped') && pauseReason !== null && (
        <PauseNotice
          campaign={campaign}
          reason={pauseReason}
          skipped={state === 'stopped'}
          onSwitch={onSwitch}
        />
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

/** Once the gateway answers a test, the campaign can go on. */
const FIXED_AT_GATEWAY: readonly PauseReason['code'][] = [
  'credentials',
  'secrets-missing',
  'configuration',
  'credit',
  'gateway-unreachable',
];

/** Another gateway would get the rest out. */
const OTHER_GATEWAY_HELPS: readonly PauseReason['code'][] = [
  ...FIXED_AT_GATEWAY,
  'too-many-uncertain',
  'too-many-rejected',
  'canary-failed',
  'moving',
];

/** Worth a look at what was refused. */
const REFUSED: readonly PauseReason['code'][] = ['too-many-rejected', 'canary-failed'];

type PauseProps = {
  campaign: Campaign;
  reason: PauseReason;
  skipped: boolean;
  onSwitch: () => void;
};

/** Whether one of its gateways counts otherwise than predicted, whatever paused the campaign. */
function isMiscounted({ gateways }: Campaign): boolean {
  return gateways.some(({ hold }) => hold?.code === 'credit-mismatch');
}

function PauseNotice({ campaign, reason, skipped, onSwitch }: PauseProps) {
  const { t } = useTranslation(['campaigns', 'switch']);
  const canSwitch = useCanSwitch(campaign);
  const place = PLACES[reason.code];
  const own = reason.code === 'user';
  // The core's sentence names the gateway and says what to do; where it is not known in this language, ours comes first.
  const words = own ? null : wordsFor(reason.message);
  return (
    <Alert
      color={own ? 'gray' : 'orange'}
      icon={<IconPlayerPause size={18} aria-hidden />}
      title={t(`pause.${skipped ? 'skipped' : reason.code}.title`)}
      p={12}
      role="status"
    >
      <Stack gap={4} align="flex-start">
        {words === null && (
          <Text size="sm">{t(`pause.${skipped ? 'skipped' : reason.code}.todo`)}</Text>
        )}
        {!own && (
          <Text size="sm" c={words === null ? 'dimmed' : undefined}>
            {words ?? reason.message}
          </Text>
        )}
        {(reason.code === 'credit-mismatch' || isMiscounted(campaign)) && (
          <MismatchNotices campaign={campaign} />
        )}
        <Group gap={16} mt={4}>
          {FIXED_AT_GATEWAY.includes(reason.code) && <TestAndResume campaign={campaign} />}
          {canSwitch && OTHER_GATEWAY_HELPS.includes(reason.code) && (
            <Button size="xs" variant="default" onClick={onSwitch}>
              {t('switch:offer')}
            </Button>
          )}
          {place !== undefined && (
            <AnchorLink to={place} size="sm">
              {t('pause.openGateways')}
            </AnchorLink>
          )}
          {reason.code === 'too-many-uncertain' && (
            <AnchorLink to="/uncertain" size="sm">
              {t('uncertain.known')}
            </AnchorLink>
          )}
          {REFUSED.includes(reason.code) && (
            <AnchorLink to="/history" search={{ state: 'rejected' }} size="sm">
              {t('pause.showRefused')}
            </AnchorLink>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
