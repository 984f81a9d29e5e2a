import { Button } from '@mantine/core';
import {
  IconArrowsExchange,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconReportAnalytics,
  IconTrash,
} from '@tabler/icons-react';
import { useCanSwitch } from '#renderer/features/campaigns/detail/use-can-switch.ts';
import { Can } from '#renderer/components/can.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import {
  retriable,
  type CampaignActions,
} from '#renderer/features/campaigns/detail/use-campaign-actions.ts';
import { focusPage } from '#renderer/lib/focus-page.ts';
import { allowedActions } from '#shared/campaigns/lifecycle.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

type ButtonsProps = { campaign: Campaign; actions: CampaignActions; onSwitch: () => void };

/** The actions the campaign's state allows, the likeliest one last and filled. */
export function CampaignButtons({ campaign, actions, onSwitch }: ButtonsProps) {
  const { t } = useTranslation(['campaigns', 'switch']);
  const allowed = allowedActions(campaign.state);
  const failed = retriable(campaign);
  const canSwitch = useCanSwitch(campaign);
  // The button that was pressed is gone. The one in its place does the opposite: it gets no focus.
  useEffect(focusPage, [campaign.state]);
  return (
    <Can permission="campaigns.send">
      {allowed.includes('delete') && (
        <Button
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden />}
          disabled={actions.isBusy}
          onClick={actions.remove}
        >
          {t('action.delete')}
        </Button>
      )}
      {canSwitch && (
        <Button
          variant="default"
          leftSection={<IconArrowsExchange size={16} aria-hidden />}
          disabled={actions.isBusy}
          onClick={onSwitch}
        >
          {t('switch:offer')}
        </Button>
      )}
      {allowed.includes('stop') && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          disabled={actions.isBusy}
          onClick={actions.stop}
        >
          {t('action.stop')}
        </Button>
      )}
      {allowed.includes('pause') && (
        <Button
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          disabled={actions.isBusy}
          onClick={actions.pause}
        >
          {t('action.pause')}
        </Button>
      )}
      {allowed.includes('resume') && (
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          disabled={actions.isBusy}
          onClick={actions.resume}
        >
          {t('action.resume')}
        </Button>
      )}
      {allowed.includes('retry') && failed > 0 && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          disabled={actions.isBusy}
          onClick={actions.retry}
        >
          {t('action.retry', { count: failed })}
        </Button>
      )}
      {allowed.includes('edit') && (
        <ButtonLink
          to="/campaigns/$id/edit"
          params={{ id: campaign.id }}
          leftSection={<IconPencil size={16} aria-hidden />}
        >
          {t('action.edit')}
        </ButtonLink>
      )}
      {campaign.state !== 'draft' && campaign.state !== 'freezing' && (
        <ButtonLink
          to="/campaigns/$id/report"
          params={{ id: campaign.id }}
          variant="default"
          leftSection={<IconReportAnalytics size={16} aria-hidden />}
        >
          {t('action.report')}
        </ButtonLink>
      )}
      {(campaign.state === 'finished' || campaign.state === 'stopped') && (
        <ButtonLink
          to="/campaigns/new"
          search={{
            text: campaign.text,
            gateway: campaign.gatewayId,
            list: campaign.listIds.length === 1 ? campaign.listIds[0] : undefined,
          }}

          variant="default"
        >
          {t('action.again')}
        </ButtonLink>
      )}
    </Can>
  );
}
