import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import type { MessageChoice } from '#renderer/components/message-filter.tsx';
import type { CampaignActions } from '#renderer/features/campaigns/detail/use-campaign-actions.ts';
import { allowedActions } from '#shared/campaigns/lifecycle.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

type UncertainProps = {
  campaign: Campaign;
  actions: CampaignActions;
  onShow: (choice: MessageChoice) => void;
};

/** Messages whose fate nobody knows: how many, why, and what each decision would cost. */
export function UncertainSection({ campaign, actions, onShow }: UncertainProps) {
  const { t } = useTranslation('campaigns');
  const count = campaign.counts.uncertain;
  const canResend = allowedActions(campaign.state).includes('resolve');
  return (
    <Alert
      color="orange"
      icon={<IconHelpCircle size={18} aria-hidden />}
      title={t('uncertain.title', { count })}
      p={12}
    >
      <Stack gap={8}>
        <Text size="sm">{t('uncertain.why')}</Text>
        <Text size="sm">{t('uncertain.choice')}</Text>
        <Group gap={8}>
          <Button variant="default" size="xs" onClick={() => onShow({ state: 'uncertain' })}>
            {t('uncertain.show')}
          </Button>
          <ButtonLink to="/uncertain" variant="default" size="xs">
            {t('uncertain.known')}
          </ButtonLink>
          <Can permission="campaigns.send">
            <Button variant="default" size="xs" disabled={actions.isBusy} onClick={actions.leave}>
              {t('uncertain.leave')}
            </Button>
          </Can>
          {canResend && (
            <Can permission="campaigns.send">
              <Button
                variant="default"
                size="xs"
                c="var(--mantine-color-error)"
                disabled={actions.isBusy}
                onClick={actions.resend}
              >
                {t('uncertain.resendButton', { count })}
              </Button>
            </Can>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
