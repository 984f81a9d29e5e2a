import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#shared/contract/campaigns.ts';
import { AnchorLink } from '#renderer/components/links.tsx';
import classes from '#renderer/features/home/home.module.css';

/** A campaign's name as a link to it, marked where it is practice. */
export function CampaignName({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('home');
  return (
    <span className={classes.name}>
      <AnchorLink to="/campaigns/$id" params={{ id: campaign.id }} fw={500} truncate>
        {campaign.name}
      </AnchorLink>
      {campaign.practice && (
        <Badge color="gray" style={{ flex: 'none' }}>
          {t('practice')}
        </Badge>
      )}
    </span>
  );
}
