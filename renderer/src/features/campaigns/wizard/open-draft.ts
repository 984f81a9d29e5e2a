import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import {
  draftOf,
  emptyDraft,
  windowFields,
  type Draft,
} from '#renderer/features/campaigns/wizard/draft.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { ContactList } from '#shared/contract/contacts.ts';
import type { Gateway } from '#shared/contract/gateways.ts';
import type { Template } from '#shared/contract/templates.ts';

/** What a link to the wizard may bring along; see the route's search schema. */
export type Prefill = {
  list?: number;
  gateway?: number;
  template?: number;
  name?: string;
  text?: string;
};

/** What there is to choose from, and the default sending window of the settings. */
export type Known = {
  gateways: readonly Gateway[];
  lists: readonly ContactList[];
  templates: readonly Template[];
  window: string;
};

/** What the link brings; a template, list or gateway that is gone is left out. */
function wantedBy(prefill: Prefill, known: Known): Partial<Draft> {
  const template = known.templates.find((one) => one.id === prefill.template);
  const list = known.lists.find((one) => one.id === prefill.list);
  const gateway = known.gateways.find((one) => one.id === prefill.gateway);
  return {
    ...(prefill.name === undefined ? {} : { name: prefill.name }),
    ...(list ? { listIds: [list.id] } : {}),
    ...(gateway ? { gatewayId: gateway.id } : {}),
    ...(template ? { text: template.text, templateId: template.id } : {}),
    ...(prefill.text === undefined ? {} : { text: prefill.text, templateId: null }),
  };
}

/**
 * Readies the draft of a new campaign: the only gateway and list there are, the default window, and
 * what the link brings. A new draft left half-way is kept, and the link's values go over it.
 */
export function openNewDraft(prefill: Prefill, known: Known): void {
  const { draft, dirty, open, patch } = useDraftStore.getState();
  const wanted = wantedBy(prefill, known);
  const gateway = known.gateways.length === 1 ? known.gateways[0] : undefined;
  const list = known.lists.length === 1 ? known.lists[0] : undefined;
  if (draft.campaignId !== null || !dirty) {
    const chosen = known.gateways.find((one) => one.id === wanted.gatewayId) ?? gateway;
    open({
      ...emptyDraft(),
      ...(gateway ? { gatewayId: gateway.id } : {}),
      ...(list ? { listIds: [list.id] } : {}),
      ...windowFields(chosen?.practice === true ? 'always' : known.window),
    });
  }
  if (Object.keys(wanted).length > 0) patch(wanted);
}

/** Opens a saved draft in the wizard, unless it is open already with changes not saved yet. */
export function openSavedDraft(campaign: Campaign): void {
  const { draft, dirty, open } = useDraftStore.getState();
  if (campaign.state !== 'draft' || (draft.campaignId === campaign.id && dirty)) return;
  open(draftOf(campaign));
}
