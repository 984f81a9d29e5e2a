import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconHelpCircle, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#shared/contract/campaigns.ts';
import { Can } from '#renderer/components/can.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { CampaignName } from '#renderer/features/home/campaign-name.tsx';
import { Section } from '#renderer/features/home/section.tsx';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { wordsFor } from '#renderer/lib/core-words.ts';
import { orpc } from '#renderer/transport/client.ts';

/** What stands still until a person decides: paused campaigns with their reason, and uncertain messages. */
export function NeedsYouSection({ paused, uncertain }: { paused: Campaign[]; uncertain: number }) {
  const { t } = useTranslation('home');
  if (paused.length === 0 && uncertain === 0) return null;
  return (
    <Section title={t('needsYou.title')}>
      <Stack gap="xs">
        {paused.map((campaign) => (
          <PausedCampaign key={campaign.id} campaign={campaign} />
        ))}
        {uncertain > 0 && (
          <Alert color="orange" icon={<IconHelpCircle aria-hidden />}>
            <Group justify="space-between" gap="xs">
              <Text flex="1 1 20rem">{t('needsYou.uncertain', { count: uncertain })}</Text>
              <ButtonLink to="/uncertain" size="xs" variant="default">
                {t('needsYou.look')}
              </ButtonLink>
            </Group>
          </Alert>
        )}
      </Stack>
    </Section>
  );
}

function PausedCampaign({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation(['home', 'campaigns']);
  const reason = campaign.pauseReason;
  const resume = useMutation(orpc.campaigns.resume.mutationOptions({ onError: notifyFailure }));
  const left = campaign.counts.queued + campaign.counts.sending;
  return (
    <Alert color="orange" icon={<IconPlayerPause aria-hidden />}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <Stack gap={2} flex="1 1 20rem" miw={0}>
          <CampaignName campaign={campaign} />
          <Text>
            {reason === null
              ? t('needsYou.noReason')
              : (wordsFor(reason.message) ?? t(`campaigns:pause.${reason.code}.todo`))}
          </Text>
          <Text c="dimmed" className="tabular">
            {t('needsYou.left', { count: left })}
          </Text>
        </Stack>
        <Can permission="campaigns.send">
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            loading={resume.isPending}
            onClick={() => resume.mutate({ id: campaign.id })}
          >
            {t('needsYou.resume')}
          </Button>
        </Can>
      </Group>
    </Alert>
  );
}
