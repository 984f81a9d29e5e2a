import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RunwayNote } from '#renderer/components/runway-note.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useRunway } from '#renderer/hooks/use-runway.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** While something is left to send: when it will be over, and whether the credit lasts until then. */
export function CampaignRunway({ campaign }: { campaign: Campaign }) {
  const open = campaign.state === 'running' || campaign.state === 'scheduled';
  return open ? <OpenRunway campaign={campaign} /> : null;
}

function OpenRunway({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const { data } = useRunway();
  const runway = data?.find(({ gatewayId }) => gatewayId === campaign.gatewayId);
  const course = runway?.courses.find(({ campaignId }) => campaignId === campaign.id);
  if (!runway || !course) return null;
  const times = {
    from: course.startsAt === null ? '–' : format.when(course.startsAt),
    to: course.finishesAt === null ? '–' : format.when(course.finishesAt),
  };
  return (
    <>
      {campaign.state === 'scheduled' && (
        <Text size="sm" className="tabular">
          {t('monitor.course', times)}
        </Text>
      )}
      {(!runway.practice || runway.end !== null) && <RunwayNote runway={runway} />}
    </>
  );
}
