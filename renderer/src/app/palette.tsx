import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconAntenna,
  IconFileImport,
  IconMoon,
  IconSearch,
  IconSend,
  IconSun,
  IconUserPlus,
} from '@tabler/icons-react';
import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { paletteStore } from '#renderer/app/palette-store.ts';
import type { Permission } from '#shared/users/permissions.ts';
import { usePages } from '#renderer/app/use-pages.ts';
import { useChangeLook } from '#renderer/hooks/use-change-look.ts';
import { useSession } from '#renderer/hooks/use-session.ts';
import { orpc } from '#renderer/transport/client.ts';

const ICON = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;

/** The palette (Ctrl/Cmd-K): every page, the common actions and the latest campaigns. */
export function Palette() {
  const { t } = useTranslation('common');
  const navigate = useNavigate();
  const scheme = useComputedColorScheme('light');
  const overview = useQuery(orpc.host.overview.queryOptions());
  const changeLook = useChangeLook();
  const pages = usePages();
  const permissions = useSession()?.permissions ?? [];
  const other = scheme === 'dark' ? 'light' : 'dark';
  const seen = new Map(
    [
      ...(overview.data?.running ?? []),
      ...(overview.data?.paused ?? []),
      ...(overview.data?.due ?? []),
      ...(overview.data?.recent ?? []),
    ].map((campaign) => [campaign.id, campaign]),
  );
  const may = (...needed: Permission[]) => needed.every((one) => permissions.includes(one));
  const groups: SpotlightActionGroupData[] = [
    {
      group: t('palette.actions'),
      actions: [
        ...(may('campaigns.write')
          ? [
              {
                id: 'new-campaign',
                label: t('palette.newCampaign'),
                leftSection: <IconSend {...ICON} />,
                onClick: () => void navigate({ to: '/campaigns/new' }),
              },
            ]
          : []),
        ...(may('contacts.write')
          ? [
              {
                id: 'import',
                label: t('palette.import'),
                leftSection: <IconFileImport {...ICON} />,
                onClick: () => void navigate({ to: '/contacts/import' }),
              },
            ]
          : []),
        ...(may('contacts.write')
          ? [
              {
                id: 'do-not-contact',
                label: t('palette.doNotContact'),
                leftSection: <IconUserPlus {...ICON} />,
                onClick: () => void navigate({ to: '/contacts/do-not-contact' }),
              },
            ]
          : []),
        ...(may('gateways.write')
          ? [
              {
                id: 'add-gateway',
                label: t('palette.addGateway'),
                leftSection: <IconAntenna {...ICON} />,
                onClick: () => void navigate({ to: '/gateways', search: { add: 'esms' } }),
              },
            ]
          : []),
        {
          id: 'theme',
          label: t(`palette.${other}`),
          leftSection: other === 'dark' ? <IconMoon {...ICON} /> : <IconSun {...ICON} />,
          onClick: () => changeLook({ theme: other }),
        },
      ],
    },
    {
      group: t('palette.pages'),
      actions: pages.map(({ to, name, icon: Icon }) => ({
        id: `page-${name}`,
        label: t(`page.${name}`),
        leftSection: <Icon {...ICON} />,
        onClick: () => void navigate({ to }),
      })),
    },
    {
      group: t('palette.campaigns'),
      actions: [...seen.values()].map((campaign) => ({
        id: `campaign-${campaign.id}`,
        label: campaign.name,
        description: t(`campaignState.${campaign.state}`),
        onClick: () => void navigate({ to: '/campaigns/$id', params: { id: campaign.id } }),
      })),
    },
  ];
  return (
    <Spotlight
      store={paletteStore}
      shortcut="mod + K"
      actions={groups.filter((group) => group.actions.length > 0)}
      nothingFound={t('palette.nothing')}
      highlightQuery
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 100 }}
      attributes={{ content: { 'aria-label': t('palette.placeholder') } }}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      searchProps={{
        leftSection: <IconSearch {...ICON} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  );
}
