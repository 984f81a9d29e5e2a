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

/** An empty draft with what goes without saying: the only gateway and list, the default window. */
function freshDraft(wanted: Partial<Draft>, known: Known): Draft {
  const gateway = known.gateways.length === 1 ? known.gateways[0] : undefined;
  const list = known.lists.length === 1 ? known.lists[0] : undefined;
  const chosen = known.gateways.find((one) => one.id === wanted.gatewayId) ?? gateway;
  return {
    ...emptyDraft(),
    ...(gateway ? { gatewayId: gateway.id } : {}),
    ...(list ? { listIds: [list.id] } : {}),
    ...windowFields(chosen?.practice === true ? 'always' : known.window),
  };
}

/** Begins a new draft with what the link brings; what the wizard held before is gone. */
export function replaceDraft(prefill: Prefill, known: Known): void {
  const { open, patch } = useDraftStore.getState();
  const wanted = wantedBy(prefill, known);
  open(freshDraft(wanted, known));
  if (Object.keys(wanted).length > 0) patch(wanted);
}

/**
 * Readies the draft of a new campaign. One left half-way is kept, and the link's values go over it;
 * false when that would overwrite a text the person wrote: then nothing was changed, and they decide.
 */
export function openNewDraft(prefill: Prefill, known: Known): boolean {
  const { draft, dirty, patch } = useDraftStore.getState();
  const wanted = wantedBy(prefill, known);
  if (draft.campaignId !== null || !dirty) {
    replaceDraft(prefill, known);
    return true;
  }
  if (wanted.text !== undefined && draft.text !== '' && wanted.text !== draft.text) return false;
  if (Object.keys(wanted).length > 0) patch(wanted);
  return true;
}

/** Opens a saved draft in the wizard, unless it is open already with changes not saved yet. */
export function openSavedDraft(campaign: Campaign): void {
  const { draft, dirty, open } = useDraftStore.getState();
  if (campaign.state !== 'draft' || (draft.campaignId === campaign.id && dirty)) return;
  open(draftOf(campaign));
}
