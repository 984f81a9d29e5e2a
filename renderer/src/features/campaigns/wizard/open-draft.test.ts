import { beforeEach, describe, expect, it } from 'vitest';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { emptyDraft } from '#renderer/features/campaigns/wizard/draft.ts';
import {
  openNewDraft,
  replaceDraft,
  type Known,
} from '#renderer/features/campaigns/wizard/open-draft.ts';

const known = {
  gateways: [{ id: 7, practice: false }],
  lists: [
    { id: 1, name: 'A', contacts: 3, createdAt: 0 },
    { id: 2, name: 'B', contacts: 4, createdAt: 0 },
  ],
  templates: [{ id: 5, text: 'From the template' }],
  window: '09:00-18:00',
} as unknown as Known;

const draft = () => useDraftStore.getState().draft;

beforeEach(() => useDraftStore.getState().open(emptyDraft()));

describe('opening a new draft', () => {
  it('takes the only gateway, the default window and what the link brings', () => {
    expect(openNewDraft({ list: 2, template: 5 }, known)).toBe(true);
    expect(draft()).toMatchObject({
      gatewayId: 7,
      listIds: [2],
      text: 'From the template',
      templateId: 5,
      windowMode: 'custom',
      windowFrom: '09:00',
    });
  });

  it('ignores lists and templates that are gone', () => {
    openNewDraft({ list: 99, template: 99 }, known);
    expect(draft()).toMatchObject({ listIds: [], text: '' });
  });

  it('keeps a draft left half-way and never overwrites its text unasked', () => {
    openNewDraft({}, known);
    useDraftStore.getState().patch({ text: 'Mine', listIds: [1] });
    expect(openNewDraft({ list: 2 }, known)).toBe(true);
    expect(draft()).toMatchObject({ text: 'Mine', listIds: [2] });
    expect(openNewDraft({ text: 'Other' }, known)).toBe(false);
    expect(draft().text).toBe('Mine');
    replaceDraft({ text: 'Other' }, known);
    expect(draft()).toMatchObject({ text: 'Other', listIds: [] });
  });
});
