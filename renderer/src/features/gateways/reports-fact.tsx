import {
  IconCircleCheck,
  IconCircleOff,
  IconHelpCircle,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/gateways/gateways.module.css';
import { inWords } from '#renderer/lib/core-words.ts';

/** Whether delivery reports come in, and what this gateway's "delivered" honestly proves. */
export function ReportsFact({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation(['gateways', 'common']);
  const format = useFormat();
  const { profile } = gateway;
  const relays = useQuery(orpc.relays.all.queryOptions());
  const relay = relays.data?.find(({ gatewayId }) => gatewayId === gateway.id);
  const state = () => {
    if (!profile.givesReports) return { icon: IconCircleOff, words: t('reports.never') };
    if (gateway.practice && gateway.dlrListen === null) {
      return { icon: IconCircleCheck, words: t('reports.inside') };
    }
    const { reports } = gateway.capabilities;
    if (reports === 'poll') {
      return gateway.polling?.problem
        ? { icon: IconPlugConnectedX, words: t('reports.problem') }
        : { icon: IconCircleCheck, words: polled() };
    }
    if (reports === 'session') return { icon: IconCircleCheck, words: t('reports.session') };
    if (relay !== undefined) {
      const { host } = new URL(relay.url);
      return relay.problem === null
        ? { icon: IconCircleCheck, words: t('reports.relay', { host }) }
        : { icon: IconPlugConnectedX, words: t('reports.relayFailing', { host }) };
    }
    if (gateway.dlrListen === null && relays.data === undefined) {
      return { icon: IconHelpCircle, words: relays.isError ? t('common:notKnown') : '…' };
    }
    if (gateway.dlrListen === null) return { icon: IconCircleOff, words: t('reports.off') };
    return gateway.reportsProblem === null
      ? { icon: IconCircleCheck, words: t('reports.listening', { address: gateway.dlrListen }) }
      : { icon: IconPlugConnectedX, words: t('reports.problem') };
  };
  /** What is still to be asked for, and when; the last answer where there was one. */
  const polled = () => {
    const { waiting = 0, nextAt = null, answeredAt = null } = gateway.polling ?? {};
    if (waiting > 0 && nextAt !== null) {
      return t('reports.polledWaiting', { count: waiting, time: format.time(nextAt) });
    }
    return answeredAt === null
      ? t('reports.polled')
      : t('reports.polledDone', { time: format.when(answeredAt) });
  };
  const { icon: Icon, words } = state();
  return (
    <>
      <div>
        <dt>{t('reports.title')}</dt>
        <dd className={classes.state}>
          <Icon size={16} aria-hidden />
          {words}
        </dd>
      </div>
      <div>
        <dt>{t('reports.means')}</dt>
        <dd>
          {profile.givesReports
            ? inWords(profile.reportsMean.delivered)
            : t('reports.meansAccepted')}
        </dd>
      </div>
    </>
  );
}
