import { create } from 'zustand';
import { emptyDraft, type Draft, type Step } from '#renderer/features/campaigns/wizard/draft.ts';

type DraftStore = {
  draft: Draft;
  step: Step;
  /** Whether the person was shown what a step still needs: mistakes are not shouted beforehand. */
  checked: boolean;
  /** Changed since it was last saved or opened. */
  dirty: boolean;
  patch: (changes: Partial<Draft>) => void;
  go: (step: Step) => void;
  showIssues: () => void;
  /** Opens a draft (a saved campaign's or a new one) at its first step. */
  open: (draft: Draft) => void;
  /** After saving: the same draft now stands for this campaign. */
  saved: (campaignId: number, name: string) => void;
};

/** The wizard's draft while the app is open; leaving the page keeps it. Never server data. */
export const useDraftStore = create<DraftStore>()((set) => ({
  draft: emptyDraft(),
  step: 'audience',
  checked: false,
  dirty: false,
  patch: (changes) => set((state) => ({ draft: { ...state.draft, ...changes }, dirty: true })),
  go: (step) => set({ step, checked: false }),
  showIssues: () => set({ checked: true }),
  open: (draft) => set({ draft, step: 'audience', checked: false, dirty: false }),
  saved: (campaignId, name) =>
    set((state) => ({ draft: { ...state.draft, campaignId, name }, dirty: false })),
}));
