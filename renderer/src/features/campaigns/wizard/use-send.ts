import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { emptyDraft, type DraftInput } from '#renderer/features/campaigns/wizard/draft.ts';
import { client, orpc } from '#renderer/transport/client.ts';

/** What the person agreed to although it holds a start back. */
type Allowed = { allowWarnings: boolean; allowShortCredit: boolean };

/** Saves the draft as a campaign: a new one, or the one it was opened from. */
export async function saveDraft(campaignId: number | null, input: DraftInput): Promise<number> {
  const campaign =
    campaignId === null
      ? await client.campaigns.create(input)
      : await client.campaigns.update({ id: campaignId, ...input });
  useDraftStore.getState().saved(campaign.id, campaign.name);
  return campaign.id;
}

/**
 * Saves and starts the campaign, then opens its page. When the start is refused the campaign stays
 * as a draft and a second try starts the same one, so nothing is ever started twice.
 */
export function useSend() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ input, ...allowed }: { input: DraftInput } & Allowed) => {
      const id = await saveDraft(useDraftStore.getState().draft.campaignId, input);
      await client.campaigns.start({ id, ...allowed });
      return id;
    },
    onSuccess: (id) => {
      useDraftStore.getState().open(emptyDraft());
      void navigate({ to: '/campaigns/$id', params: { id }, replace: true });
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: orpc.campaigns.key() }),
  });
}
