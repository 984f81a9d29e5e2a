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
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { paletteStore } from '#renderer/app/palette-store.ts';
import { PAGES } from '#renderer/app/pages.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

const ICON = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;

/** The palette (Ctrl/Cmd-K): every page, the common actions and the latest campaigns. */
export function Palette() {
  const { t } = useTranslation('common');
  const navigate = useNavigate();
  const scheme = useComputedColorScheme('light');
  const overview = useQuery(orpc.host.overview.queryOptions());
  const settings = useMutation(orpc.settings.update.mutationOptions({ onError: notifyFailure }));
  const other = scheme === 'dark' ? 'light' : 'dark';
  const seen = new Map(
    [
      ...(overview.data?.running ?? []),
      ...(overview.data?.paused ?? []),
      ...(overview.data?.due ?? []),
      ...(overview.data?.recent ?? []),
    ].map((campaign) => [campaign.id, campaign]),
  );
  const groups: SpotlightActionGroupData[] = [
    {
      group: t('palette.actions'),
      actions: [
        {
          id: 'new-campaign',
          label: t('palette.newCampaign'),
          leftSection: <IconSend {...ICON} />,
          onClick: () => void navigate({ to: '/campaigns/new' }),
        },
        {
          id: 'import',
          label: t('palette.import'),
          leftSection: <IconFileImport {...ICON} />,
          onClick: () => void navigate({ to: '/contacts/import' }),
        },
        {
          id: 'do-not-contact',
          label: t('palette.doNotContact'),
          leftSection: <IconUserPlus {...ICON} />,
          onClick: () => void navigate({ to: '/contacts/do-not-contact' }),
        },
        {
          id: 'add-gateway',
          label: t('palette.addGateway'),
          leftSection: <IconAntenna {...ICON} />,
          onClick: () => void navigate({ to: '/gateways', search: { add: 'esms' } }),
        },
        {
          id: 'theme',
          label: t(`palette.${other}`),
          leftSection: other === 'dark' ? <IconMoon {...ICON} /> : <IconSun {...ICON} />,
          onClick: () => settings.mutate({ theme: other }),
        },
      ],
    },
    {
      group: t('palette.pages'),
      actions: PAGES.map(({ to, name, icon: Icon }) => ({
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
