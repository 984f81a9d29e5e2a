import { IconCircleCheck, IconCircleOff, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import classes from '#renderer/features/gateways/gateways.module.css';

/** Whether delivery reports come in, and what this gateway's "delivered" honestly proves. */
export function ReportsFact({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('gateways');
  const { profile } = gateway;
  const state = () => {
    if (!profile.givesReports) return { icon: IconCircleOff, words: t('reports.never') };
    if (gateway.practice && gateway.dlrListen === null) {
      return { icon: IconCircleCheck, words: t('reports.inside') };
    }
    const { reports } = gateway.capabilities;
    if (reports === 'poll') return { icon: IconCircleCheck, words: t('reports.polled') };
    if (reports === 'session') return { icon: IconCircleCheck, words: t('reports.session') };
    if (gateway.dlrListen === null) return { icon: IconCircleOff, words: t('reports.off') };
    return gateway.reportsProblem === null
      ? { icon: IconCircleCheck, words: t('reports.listening', { address: gateway.dlrListen }) }
      : { icon: IconPlugConnectedX, words: t('reports.problem') };
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
        <dd>{profile.givesReports ? profile.reportsMean.delivered : t('reports.meansAccepted')}</dd>
      </div>
    </>
  );
}
