import { describe, expect, it } from 'vitest';
import {
  draftOf,
  emptyDraft,
  inputOf,
  issuesOf,
  toLocalText,
  windowFields,
  windowOf,
} from './draft.ts';

const ZONE = 'Asia/Kuala_Lumpur';
const NOON = Date.parse('2027-03-01T12:00:00+08:00');

function filled() {
  return { ...emptyDraft(), listIds: [1, 2], gatewayId: 3, text: 'Hello {{ name }}' };
}

describe('the wizard draft', () => {
  it('names what each step still needs, and the review all of it', () => {
    expect(Object.keys(issuesOf('audience', emptyDraft(), ZONE, NOON))).toEqual([
      'lists',
      'gateway',
    ]);
    expect(issuesOf('message', { ...filled(), text: '  ' }, ZONE, NOON)).toHaveProperty('text');
    expect(issuesOf('when', { ...filled(), when: 'at' }, ZONE, NOON)).toHaveProperty('at');
    expect(issuesOf('review', filled(), ZONE, NOON)).toEqual({});
    expect(Object.keys(issuesOf('review', emptyDraft(), ZONE, NOON))).toHaveLength(3);
  });

  it('says what a template mistake is in the words of the parser', () => {
    const issue = issuesOf('message', { ...filled(), text: 'Hi {{ name' }, ZONE, NOON).text;
    expect(issue).toMatchObject({ sentence: expect.stringContaining('never closed') });
  });

  it('refuses a start in the past and a window without hours', () => {
    const past = { ...filled(), when: 'at' as const, at: '2027-03-01 11:59:00' };
    expect(issuesOf('when', past, ZONE, NOON).at).toEqual({ key: 'wizard.issue.past' });
    const empty = {
      ...filled(),
      windowMode: 'custom' as const,
      windowFrom: '09:00',
      windowTo: '09:00',
    };
    expect(issuesOf('when', empty, ZONE, NOON).window).toBeDefined();
    expect(inputOf(empty, 'x', ZONE)).toBeNull();
  });

  it('turns the local time of the picker into the moment of that zone', () => {
    const draft = { ...filled(), when: 'at' as const, at: '2027-03-02 09:30:00' };
    expect(inputOf(draft, 'March', ZONE)).toMatchObject({
      name: 'March',
      scheduledAt: Date.parse('2027-03-02T09:30:00+08:00'),
      window: '08:00-19:00',
    });
  });

  it('writes and reads windows without changing them', () => {
    for (const window of ['always', '08:00-19:00', '09:15-21:00', '22:00-06:00']) {
      expect(windowOf(windowFields(window))).toBe(window);
    }
  });

  it('opens a saved campaign as it was left', () => {
    const input = inputOf({ ...filled(), name: 'Raya', rate: 5 }, '', ZONE);
    const status = { state: 'draft', listNames: [], gatewayName: 'g', practice: true } as const;
    const campaign = { ...input, ...status, id: 9 };
    const again = draftOf(campaign as never);
    expect(inputOf(again, '', ZONE)).toEqual(input);
    expect(again.campaignId).toBe(9);
    expect(new Date(toLocalText(NOON).replace(' ', 'T')).getTime()).toBe(NOON);
  });
});
