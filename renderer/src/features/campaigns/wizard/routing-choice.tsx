import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Gateway } from '#shared/contract/gateways.ts';

/** Whether the routing rules choose the gateway; shown where there are rules that could. */
export function RoutingChoice({ gateway }: { gateway: Gateway | undefined }) {
  const { t } = useTranslation('campaigns');
  const routing = useDraftStore((state) => state.draft.routing);
  const patch = useDraftStore((state) => state.patch);
  const rules = useQuery(orpc.routing.all.queryOptions());
  const used = (rules.data ?? []).filter(({ enabled }) => enabled);
  if (!gateway || gateway.practice || used.length === 0) return null;
  return (
    <Checkbox
      label={t('wizard.routing', { count: used.length })}
      description={t(routing ? 'wizard.routingOn' : 'wizard.routingOff', { gateway: gateway.name })}
      checked={routing}
      onChange={(event) => patch({ routing: event.currentTarget.checked })}
    />
  );
}
