import { create } from 'zustand';

type RecoveryCodeStore = {
  /** A code that its person has not said to have kept; it is nowhere else. */
  code: string | null;
  setCode: (code: string | null) => void;
};

/** A new recovery code outlives the page that asked for it: making it may sign the person in. */
export const useRecoveryCodeStore = create<RecoveryCodeStore>((set) => ({
  code: null,
  setCode: (code) => set({ code }),
}));
