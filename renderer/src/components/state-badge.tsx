import { Badge } from '@mantine/core';
import {
  IconAlertCircle,
  IconBan,
  IconCheck,
  IconChecks,
  IconCircleX,
  IconClock,
  IconClockPause,
  IconHelpCircle,
  IconHourglass,
  IconPencil,
  IconPlayerPause,
  IconPlayerStop,
  IconSend,
  IconSnowflake,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CampaignState, MessageState } from '#shared/campaigns/lifecycle.ts';

interface Look {
  icon: TablerIcon;
  color: string;
}

const MESSAGE_LOOKS: Readonly<Record<MessageState, Look>> = {
  excluded: { icon: IconBan, color: 'gray' },
  queued: { icon: IconClock, color: 'gray' },
  sending: { icon: IconSend, color: 'blue' },
  accepted: { icon: IconCheck, color: 'siar' },
  delivered: { icon: IconChecks, color: 'siar' },
  undelivered: { icon: IconCircleX, color: 'red' },
  expired: { icon: IconHourglass, color: 'red' },
  rejected: { icon: IconCircleX, color: 'red' },
  uncertain: { icon: IconHelpCircle, color: 'orange' },
  cancelled: { icon: IconPlayerStop, color: 'gray' },
};

const CAMPAIGN_LOOKS: Readonly<Record<CampaignState, Look>> = {
  draft: { icon: IconPencil, color: 'gray' },
  freezing: { icon: IconSnowflake, color: 'blue' },
  scheduled: { icon: IconClockPause, color: 'blue' },
  running: { icon: IconSend, color: 'siar' },
  paused: { icon: IconPlayerPause, color: 'orange' },
  stopped: { icon: IconAlertCircle, color: 'gray' },
  finished: { icon: IconChecks, color: 'siar' },
};

function StateBadge({ look, word }: { look: Look; word: string }) {
  const Icon = look.icon;
  return (
    <Badge color={look.color} leftSection={<Icon size={14} aria-hidden />} style={{ flex: 'none' }}>
      {word}
    </Badge>
  );
}

/** State of one message: icon and word, never colour alone. */
export function MessageStateBadge({ state }: { state: MessageState }) {
  const { t } = useTranslation('common');
  return <StateBadge look={MESSAGE_LOOKS[state]} word={t(`messageState.${state}`)} />;
}

/** State of one campaign: icon and word, never colour alone. */
export function CampaignStateBadge({ state }: { state: CampaignState }) {
  const { t } = useTranslation('common');
  return <StateBadge look={CAMPAIGN_LOOKS[state]} word={t(`campaignState.${state}`)} />;
}
