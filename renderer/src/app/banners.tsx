import { IconMask, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '#renderer/components/links.tsx';
import { useIsConnected } from '#renderer/hooks/use-is-connected.ts';
import { orpc } from '#renderer/transport/client.ts';
import { useConnectionStore } from '#renderer/transport/connection-store.ts';
import classes from '#renderer/app/layout.module.css';

/** Says that the page has no connection to the core, what that means for sending, and what happens next. */
export function ConnectionBanner() {
  const { t } = useTranslation('common');
  const status = useConnectionStore((state) => state.status);
  const isConnected = useIsConnected();
  if (isConnected) return null;
  return (
    <div className={classes.banner} data-tone="lost" role="alert">
      <IconPlugConnectedX size={16} aria-hidden />
      <span>{status === 'lost' ? t('connection.lost') : t('connection.signedOut')}</span>
    </div>
  );
}

/** Always there while every gateway is a practice gateway: messages reach nobody. */
export function PracticeBanner() {
  const { t } = useTranslation('common');
  const { data } = useQuery(orpc.host.overview.queryOptions());
  if (data === undefined || !data.practiceOnly || data.gateways === 0) return null;
  return (
    <div className={classes.banner} data-tone="practice" role="note">
      <IconMask size={16} aria-hidden />
      <span>
        {t('practice.banner')}{' '}
        <AnchorLink to="/gateways" search={{ add: 'esms' }} inherit underline="always" c="inherit">
          {t('practice.addReal')}
        </AnchorLink>
      </span>
    </div>
  );
}
