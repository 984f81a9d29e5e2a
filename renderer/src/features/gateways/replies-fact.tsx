import { IconCircleCheck, IconCircleOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/gateways/gateways.module.css';

/** Whether messages that phones send back, and with them opt-outs by reply, reach Siar from this gateway. */
export function RepliesFact({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('gateways');
  const { replies } = gateway.capabilities;
  const relays = useQuery(orpc.relays.all.queryOptions());
  const relay = relays.data?.some(({ gatewayId }) => gatewayId === gateway.id) === true;
  const hasAddress = relay || gateway.dlrListen !== null;
  const state =
    replies === 'none'
      ? 'none'
      : replies === 'session'
        ? 'session'
        : hasAddress
          ? 'callback'
          : 'noAddress';
  const isOn = state === 'session' || state === 'callback';
  const Icon = isOn ? IconCircleCheck : IconCircleOff;
  return (
    <div>
      <dt>{t('replies.title')}</dt>
      <dd className={classes.state}>
        <Icon size={16} aria-hidden />
        {t(`replies.${state}`)}
      </dd>
    </div>
  );
}
