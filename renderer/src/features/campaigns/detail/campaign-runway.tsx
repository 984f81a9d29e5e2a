import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ResumedNote, RunwayNote } from '#renderer/components/runway-note.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useRunway } from '#renderer/hooks/use-runway.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** While something is left to send: when it will be over, and whether the credit lasts until then. */
export function CampaignRunway({ campaign }: { campaign: Campaign }) {
  const open = campaign.state === 'running' || campaign.state === 'scheduled';
  if (open) return <OpenRunway campaign={campaign} />;
  return campaign.state === 'paused' ? <PausedRunway campaign={campaign} /> : null;
}

/** What the gateways of a paused campaign would need, were it resumed. */
function PausedRunway({ campaign }: { campaign: Campaign }) {
  const { data } = useRunway();
  const waiting = campaign.gateways.filter(({ queued }) => queued > 0);
  const runways = (data ?? []).filter(
    ({ practice, gatewayId }) =>
      !practice && waiting.some((share) => share.gatewayId === gatewayId),
  );
  return runways.map((runway) => <ResumedNote key={runway.gatewayId} runway={runway} />);
}

function OpenRunway({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const { data } = useRunway();
  const runways = (data ?? []).filter(({ courses }) =>
    courses.some(({ campaignId }) => campaignId === campaign.id),
  );
  const courses = runways.flatMap((runway) =>
    runway.courses.filter(({ campaignId }) => campaignId === campaign.id),
  );
  if (courses.length === 0) return null;
  const starts = courses.flatMap(({ startsAt }) => startsAt ?? []);
  const ends = courses.flatMap(({ finishesAt }) => finishesAt ?? []);
  const times = {
    from: starts.length === 0 ? '–' : format.when(Math.min(...starts)),
    // The last gateway ends it; one that cannot say leaves it open.
    to: ends.length < courses.length ? '–' : format.when(Math.max(...ends)),
  };
  return (
    <>
      {campaign.state === 'scheduled' && (
        <Text size="sm" className="tabular">
          {t('monitor.course', times)}
        </Text>
      )}
      {runways.map(
        (runway) =>
          (runway.needed > 0 || runway.end !== null || runway.ifResumed !== null) &&
          (!runway.practice || runway.end !== null) && (
            <RunwayNote key={runway.gatewayId} runway={runway} />
          ),
      )}
    </>
  );
}
