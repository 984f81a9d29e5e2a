import { Skeleton, UnstyledButton } from '@mantine/core';
import {
  IconCalendarClock,
  IconCircleCheck,
  IconClockPause,
  IconHelpCircle,
  IconPlayerPause,
  IconSend,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { sendingState, type SendingState } from '#renderer/app/sending-state.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useIsConnected } from '#renderer/hooks/use-is-connected.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/app/rail.module.css';

const ICONS = {
  idle: IconCircleCheck,
  sending: IconSend,
  waiting: IconClockPause,
  paused: IconPlayerPause,
  due: IconCalendarClock,
};

/** The state of sending, always in sight; a click leads to the campaign it speaks of. */
export function RailFoot() {
  const { t } = useTranslation('common');
  const { data, error, refetch } = useQuery(orpc.host.overview.queryOptions());
  const isConnected = useIsConnected();
  // The last answer says nothing about now.
  if (error !== null || !isConnected) {
    return <UnknownFoot onAsk={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton height={60} mt="sm" flex="none" />;
  const state = sendingState(data);
  if (state.kind === 'idle') {
    return (
      <div className={classes.foot} data-tone="idle">
        <IconCircleCheck size={16} className={classes.footIcon} aria-hidden />
        <span className={classes.footText}>
          <strong>{t('sending.idle')}</strong>
          <span>{t('sending.idleText')}</span>
        </span>
      </div>
    );
  }
  return <BusyFoot state={state} />;
}

function UnknownFoot({ onAsk }: { onAsk: () => void }) {
  const { t } = useTranslation('common');
  return (
    <UnstyledButton className={classes.foot} data-tone="unknown" onClick={onAsk}>
      <IconHelpCircle size={16} className={classes.footIcon} aria-hidden />
      <span className={classes.footText}>
        <strong>{t('sending.unknown')}</strong>
        <span>{t('sending.unknownText')}</span>
      </span>
    </UnstyledButton>
  );
}

function BusyFoot({ state }: { state: Exclude<SendingState, { kind: 'idle' }> }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  const Icon = ICONS[state.kind];
  const lines = (): [string, string] => {
    switch (state.kind) {
      case 'sending':
        return [
          t('sending.left', { count: state.left }),
          t('sending.rate', { rate: format.decimal(state.ratePerSecond) }),
        ];
      case 'waiting':
        return [t('sending.waiting', { time: format.when(state.until) }), state.campaign.name];
      case 'paused':
        return [t('sending.paused', { count: state.count }), state.campaign.name];
      case 'due':
        return [t('sending.due', { time: format.when(state.at) }), state.campaign.name];
    }
  };
  const [head, detail] = lines();
  return (
    <Link
      to="/campaigns/$id"
      params={{ id: state.campaign.id }}
      className={classes.foot}
      data-tone={state.kind}
    >
      <Icon size={16} className={classes.footIcon} aria-hidden />
      <span className={classes.footText}>
        <strong>{head}</strong>
        <span title={detail}>{detail}</span>
      </span>
    </Link>
  );
}
