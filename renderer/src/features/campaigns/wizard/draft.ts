import type { Campaign } from '#shared/contract/campaigns.ts';
import { parseWhen, parseWindow } from '#shared/schedule/window.ts';
import { parseTemplate } from '#shared/template/parse.ts';

/** How it goes out, besides rate and window; see campaignSchema. */
type Pacing = Pick<Campaign, 'priority' | 'missed' | 'spreadMinutes' | 'canary'>;

/** The steps of the wizard, in order. */
export const STEPS = ['audience', 'message', 'when', 'review'] as const;
/** See STEPS. */
export type Step = (typeof STEPS)[number];

/** Hours Siar advises: people are awake, and operators get the fewest complaints. */
export const ADVISED_WINDOW = '08:00-19:00';

/** What the wizard holds until the campaign is saved; every field as the person sees it. */
export type Draft = {
  /** The saved draft campaign this edits; null while nothing has been saved. */
  campaignId: number | null;
  /** Empty: the suggested name is used. */
  name: string;
  listIds: number[];
  gatewayId: number | null;
  text: string;
  templateId: number | null;
  when: 'now' | 'at';
  /** Local date and time, `YYYY-MM-DD HH:mm:ss`; null until chosen. */
  at: string | null;
  windowMode: 'advised' | 'always' | 'custom';
  windowFrom: string;
  windowTo: string;
  /** Messages per second; null leaves it to the gateway. */
  rate: number | null;
  /** Whether the routing rules choose the gateway; what none is about goes by `gatewayId`. */
  routing: boolean;
  /** Whether people whose number a look-up found dead are left out. */
  leaveOutDead: boolean;
  /** Zone of the campaign when it overrides the recipients' own (set from the command line). */
  timeZone: string | null;
} & Pacing;

/** A draft with nothing chosen. */
export function emptyDraft(): Draft {
  return {
    campaignId: null,
    name: '',
    listIds: [],
    gatewayId: null,
    text: '',
    templateId: null,
    when: 'now',
    at: null,
    windowMode: 'advised',
    windowFrom: '08:00',
    windowTo: '19:00',
    rate: null,
    routing: true,
    leaveOutDead: true,
    timeZone: null,
    priority: 'normal',
    missed: 'ask',
    spreadMinutes: null,
    canary: null,
  };
}

/** What the draft's fields call the window: `always` or `HH:MM-HH:MM`. */
export function windowOf(draft: Pick<Draft, 'windowMode' | 'windowFrom' | 'windowTo'>): string {
  if (draft.windowMode === 'always') return 'always';
  if (draft.windowMode === 'advised') return ADVISED_WINDOW;
  return `${draft.windowFrom}-${draft.windowTo}`;
}

/** The draft's fields for a window written as text; text that cannot be read gives the advised one. */
export function windowFields(
  window: string,
): Pick<Draft, 'windowMode' | 'windowFrom' | 'windowTo'> {
  const parsed = parseWindow(window);
  if (!parsed.ok) return { windowMode: 'advised', windowFrom: '08:00', windowTo: '19:00' };
  if (parsed.window === 'always') {
    return { windowMode: 'always', windowFrom: '08:00', windowTo: '19:00' };
  }
  const { start, end } = parsed.window;
  const advised = `${start}-${end}` === ADVISED_WINDOW;
  return { windowMode: advised ? 'advised' : 'custom', windowFrom: start, windowTo: end };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** A moment (ms) as the local `YYYY-MM-DD HH:mm:ss` that date pickers use. */
export function toLocalText(moment: number): string {
  const date = new Date(moment);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** Opens a saved draft campaign in the wizard. */
export function draftOf(campaign: Campaign): Draft {
  return {
    campaignId: campaign.id,
    name: campaign.name,
    listIds: [...campaign.listIds],
    gatewayId: campaign.gatewayId,
    text: campaign.text,
    templateId: campaign.templateId,
    when: campaign.scheduledAt === null ? 'now' : 'at',
    at: campaign.scheduledAt === null ? null : toLocalText(campaign.scheduledAt),
    ...windowFields(campaign.window),
    rate: campaign.rate,
    routing: campaign.routing,
    leaveOutDead: campaign.leaveOutDead,
    timeZone: campaign.timeZone,
    ...pacingOf(campaign),
  };
}

function pacingOf({ priority, missed, spreadMinutes, canary }: Pacing): Pacing {
  return { priority, missed, spreadMinutes, canary };
}

/** What is not right yet, by field: a key of the campaigns words, or a sentence of a parser. */
export type Issues = Partial<
  Record<'lists' | 'gateway' | 'text' | 'at' | 'window', { key: string } | { sentence: string }>
>;

function audienceIssues(draft: Draft): Issues {
  const issues: Issues = {};
  if (draft.listIds.length === 0) issues.lists = { key: 'wizard.issue.noList' };
  if (draft.gatewayId === null) issues.gateway = { key: 'wizard.issue.noGateway' };
  return issues;
}

function messageIssues(draft: Draft): Issues {
  if (draft.text.trim() === '') return { text: { key: 'wizard.issue.noText' } };
  const parsed = parseTemplate(draft.text);
  return parsed.ok ? {} : { text: { sentence: parsed.message } };
}

function whenIssues(draft: Draft, zone: string, now: number): Issues {
  const issues: Issues = {};
  if (draft.when === 'at') {
    if (draft.at === null) issues.at = { key: 'wizard.issue.noTime' };
    else {
      const parsed = parseWhen(draft.at, zone);
      if (!parsed.ok) issues.at = { sentence: parsed.message };
      else if (parsed.epochMs <= now) issues.at = { key: 'wizard.issue.past' };
    }
  }
  const window = parseWindow(windowOf(draft));
  if (!window.ok) issues.window = { sentence: window.message };
  return issues;
}

/** What keeps a step from being complete; empty when nothing does. `now` in ms, `zone` IANA. */
export function issuesOf(step: Step, draft: Draft, zone: string, now: number): Issues {
  switch (step) {
    case 'audience':
      return audienceIssues(draft);
    case 'message':
      return messageIssues(draft);
    case 'when':
      return whenIssues(draft, zone, now);
    case 'review':
      return { ...audienceIssues(draft), ...messageIssues(draft), ...whenIssues(draft, zone, now) };
  }
}

/** What the core is asked to save; the shape of campaigns.create. */
export type DraftInput = {
  name: string;
  listIds: number[];
  text: string;
  templateId: number | null;
  gatewayId: number;
  scheduledAt: number | null;
  window: string;
  timeZone: string | null;
  rate: number | null;
  routing: boolean;
  leaveOutDead: boolean;
} & Pacing;

/** The campaign this draft describes, or null while lists, gateway, text or window are not right. */
export function inputOf(draft: Draft, suggestedName: string, zone: string): DraftInput | null {
  if (draft.gatewayId === null || draft.listIds.length === 0 || draft.text === '') return null;
  const window = parseWindow(windowOf(draft));
  if (!window.ok) return null;
  const at = draft.when === 'at' && draft.at !== null ? parseWhen(draft.at, zone) : null;
  if (draft.when === 'at' && at?.ok !== true) return null;
  return {
    name: draft.name.trim() || suggestedName,
    listIds: draft.listIds,
    text: draft.text,
    templateId: draft.templateId,
    gatewayId: draft.gatewayId,
    scheduledAt: at?.ok === true ? at.epochMs : null,
    window: windowOf(draft),
    timeZone: draft.timeZone,
    rate: draft.rate,
    routing: draft.routing,
    leaveOutDead: draft.leaveOutDead,
    ...pacingOf(draft),
  };
}
