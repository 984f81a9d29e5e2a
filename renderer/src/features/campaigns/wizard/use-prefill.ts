import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { emptyDraft, windowFields, type Draft } from '#renderer/features/campaigns/wizard/draft.ts';
import { orpc } from '#renderer/transport/client.ts';

/** What a link to the wizard may bring along; see the route's search schema. */
export type Prefill = {
  list?: number;
  gateway?: number;
  template?: number;
  name?: string;
  text?: string;
};

/**
 * Readies the draft of a new campaign: what the link brings, the only gateway or list there is, and
 * the default window of the settings. A new draft that was left half-way is kept and the link's
 * values go over it. True once the wizard can be shown.
 */
export function usePrefill(prefill: Prefill): boolean {
  const [done, setDone] = useState(false);
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const lists = useQuery(orpc.lists.all.queryOptions());
  const settings = useQuery(orpc.settings.get.queryOptions());
  const templates = useQuery(
    orpc.templates.all.queryOptions({ enabled: prefill.template !== undefined }),
  );
  const waits =
    gateways.isPending ||
    lists.isPending ||
    settings.isPending ||
    (prefill.template !== undefined && templates.isPending);

  useEffect(() => {
    if (done || waits) return;
    const { draft, dirty, open, patch } = useDraftStore.getState();
    const kept = draft.campaignId === null && dirty;
    const only = gateways.data?.length === 1 ? gateways.data[0] : undefined;
    if (!kept) {
      open({
        ...emptyDraft(),
        ...(only ? { gatewayId: only.id } : {}),
        ...(lists.data?.length === 1 && lists.data[0] ? { listIds: [lists.data[0].id] } : {}),
        ...windowFields(only?.practice === true ? 'always' : (settings.data?.window ?? '')),
      });
    }
    const template = templates.data?.find((one) => one.id === prefill.template);
    const changes: Partial<Draft> = {
      ...(prefill.name === undefined ? {} : { name: prefill.name }),
      ...(prefill.list === undefined ? {} : { listIds: [prefill.list] }),
      ...(prefill.gateway === undefined ? {} : { gatewayId: prefill.gateway }),
      ...(template ? { text: template.text, templateId: template.id } : {}),
      ...(prefill.text === undefined ? {} : { text: prefill.text, templateId: null }),
    };
    if (Object.keys(changes).length > 0) patch(changes);
    setDone(true);
  }, [done, waits, gateways.data, lists.data, settings.data, templates.data, prefill]);
  return done;
}
