/** Every state a message can be in. Their counts always add up to the frozen audience. */
export const MESSAGE_STATES = [
  'excluded',
  'queued',
  'sending',
  'accepted',
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'uncertain',
  'cancelled',
] as const;
/** One state of a message's life. */
export type MessageState = (typeof MESSAGE_STATES)[number];

/** What a gateway's delivery report can say. */
export type ReportState = 'delivered' | 'undelivered' | 'expired';

/**
 * The one table of legal moves of a message. `sending` never becomes `cancelled`: the request may
 * have left. `delivered` can only be corrected by a worse report (another part, or a phone that
 * was never reached behind an operator that was); no action of a person leads out of it. What is to
 * be sent again, or failed again, becomes `delivered` when a late report says that an earlier attempt
 * was (decision record 0013). What waits for a repeat of a request in doubt becomes `uncertain` when the
 * repeat will not come (decision record 0017).
 */
export const MESSAGE_MOVES: Readonly<Record<MessageState, readonly MessageState[]>> = {
  excluded: [],
  queued: ['sending', 'excluded', 'cancelled', 'delivered', 'uncertain'],
  sending: ['accepted', 'rejected', 'uncertain', 'queued'],
  accepted: ['delivered', 'undelivered', 'expired'],
  delivered: ['undelivered', 'expired'],
  undelivered: ['queued', 'delivered'],
  expired: ['undelivered', 'queued', 'delivered'],
  rejected: ['queued', 'delivered'],
  uncertain: ['queued', 'accepted', 'delivered', 'undelivered', 'expired'],
  cancelled: [],
};

/** Whether a message may move from one state to another. Staying put is not a move. */
export function canMoveMessage(from: MessageState, to: MessageState): boolean {
  return MESSAGE_MOVES[from].includes(to);
}

/** Throws where code asks for a move that the table does not have: a defect, never a person's mistake. */
export function assertMessageMove(from: MessageState, to: MessageState): void {
  if (!canMoveMessage(from, to)) throw new Error(`A message cannot move from ${from} to ${to}.`);
}

/** How bad a report is; the worst one decides, so arrival order and repeats cannot matter. */
const REPORT_RANK: Readonly<Record<ReportState, number>> = {
  delivered: 1,
  expired: 2,
  undelivered: 3,
};

function rankOf(state: MessageState): number | undefined {
  if (state === 'accepted' || state === 'uncertain') return 0;
  if (state === 'delivered' || state === 'expired' || state === 'undelivered') {
    return REPORT_RANK[state];
  }
  return undefined;
}

/**
 * The state after one more delivery report. Never moves backwards: a late, repeated or milder
 * report changes nothing. States that wait for no report (queued again, still sending, rejected,
 * cancelled, excluded) keep their state; the caller keeps the report itself.
 */
export function mergeReport(current: MessageState, report: ReportState): MessageState {
  const rank = rankOf(current);
  return rank !== undefined && REPORT_RANK[report] > rank ? report : current;
}

/**
 * The state an accepted message reaches when these reports have come, in whatever order and however
 * often: the worst part decides. Reports do not name their part, so repeats cannot be told from
 * further parts and are not counted. No report: `accepted`.
 */
export function mergeReports(reports: readonly ReportState[]): MessageState {
  return reports.reduce<MessageState>(mergeReport, 'accepted');
}

/**
 * The state of an accepted message whose gateway reports on each part by its own id: bad news of one
 * part is news of the message, but it is delivered only once every part is.
 */
export function mergePartReports(parts: readonly (readonly ReportState[])[]): MessageState {
  const state = mergeReports(parts.flat());
  return state === 'delivered' && parts.some((reports) => reports.length === 0)
    ? 'accepted'
    : state;
}

/** The three words of the user guide, or `none` for what was never meant to go out. */
export type MessageSummary = 'success' | 'queue' | 'failure' | 'none';

/** Which of the three words a state is shown under; `givesReports` is the gateway's. */
export function summaryOf(state: MessageState, givesReports: boolean): MessageSummary {
  switch (state) {
    case 'delivered':
      return 'success';
    case 'accepted':
      return givesReports ? 'queue' : 'success';
    case 'queued':
    case 'sending':
      return 'queue';
    case 'undelivered':
    case 'expired':
    case 'rejected':
    case 'uncertain':
      return 'failure';
    case 'excluded':
    case 'cancelled':
      return 'none';
  }
}

/** Every state a campaign can be in. */
export const CAMPAIGN_STATES = [
  'draft',
  'freezing',
  'scheduled',
  'running',
  'paused',
  'stopped',
  'finished',
] as const;
/** One state of a campaign's life. */
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** Everything a person (or, for `finish`, the engine) can ask of a campaign. */
export const CAMPAIGN_ACTIONS = [
  'start',
  'pause',
  'resume',
  'stop',
  'retry',
  'resolve',
  'finish',
  'edit',
  'delete',
] as const;
/** One thing that can be asked of a campaign. */
export type CampaignAction = (typeof CAMPAIGN_ACTIONS)[number];

/** The answer to an action: the next state, or one clear sentence why not. */
export type CampaignTransition = { ok: true; next: CampaignState } | { ok: false; message: string };

/**
 * Where each action leads. `resume` leads to running; the engine moves on to scheduled when the
 * campaign is not due yet. `resolve` is asked for only when a message is to be sent again. `delete`
 * names the state the campaign is removed from.
 */
const CAMPAIGN_TABLE: Readonly<
  Record<CampaignState, Partial<Record<CampaignAction, CampaignState>>>
> = {
  draft: { start: 'freezing', edit: 'draft', delete: 'draft' },
  freezing: {},
  scheduled: { pause: 'paused', stop: 'stopped' },
  running: { pause: 'paused', stop: 'stopped', resolve: 'running', finish: 'finished' },
  paused: { resume: 'running', stop: 'stopped', resolve: 'paused' },
  stopped: { retry: 'running', resolve: 'running' },
  finished: { retry: 'running', resolve: 'running' },
};

/** Moves the engine makes by itself, besides those that actions lead to. */
const ENGINE_MOVES: Readonly<Record<CampaignState, readonly CampaignState[]>> = {
  draft: [],
  // Back to draft when freezing fails or was cut off: nothing has been sent yet.
  freezing: ['scheduled', 'running', 'draft'],
  scheduled: ['running', 'paused'],
  running: ['paused', 'finished', 'scheduled'],
  paused: ['running', 'scheduled'],
  // A retry while nothing sends waits for the next sender.
  stopped: ['scheduled'],
  finished: ['scheduled'],
};

/** Throws where code asks for a move that neither an action nor the engine may make: a defect. */
export function assertCampaignMove(from: CampaignState, to: CampaignState): void {
  const byAction = Object.values(CAMPAIGN_TABLE[from]).includes(to);
  if (byAction || ENGINE_MOVES[from].includes(to)) return;
  throw new Error(`A campaign cannot move from ${from} to ${to}.`);
}

const STATE_SENTENCES: Readonly<Record<CampaignState, string>> = {
  draft: 'This campaign is still a draft: nothing has been sent',
  freezing: 'Siar is still preparing the messages of this campaign',
  scheduled: 'This campaign is waiting for its start time',
  running: 'This campaign is being sent',
  paused: 'This campaign is paused',
  stopped: 'This campaign was stopped; its unsent messages were cancelled',
  finished: 'This campaign is finished: no message is left to send',
};

const ACTION_ADVICE: Readonly<Record<CampaignAction, string>> = {
  start: 'only a draft can be started. Duplicate the campaign to send it again.',
  pause: 'only a scheduled or running campaign can be paused.',
  resume: 'only a paused campaign can be resumed.',
  stop: 'only a scheduled, running or paused campaign can be stopped.',
  retry: 'failed messages can be sent again once the campaign is finished or stopped.',
  resolve: 'uncertain messages can be decided on once sending has begun.',
  finish: 'only a running campaign can finish.',
  edit: 'only a draft can be edited. Duplicate the campaign to change it.',
  delete: 'only a draft can be deleted: what was sent stays on record.',
};

/** Decides one action on a campaign: the next state, or a sentence that says why not and what then. */
export function campaignTransition(
  state: CampaignState,
  action: CampaignAction,
): CampaignTransition {
  const next = CAMPAIGN_TABLE[state][action];
  if (next !== undefined) return { ok: true, next };
  return { ok: false, message: `${STATE_SENTENCES[state]}; ${ACTION_ADVICE[action]}` };
}

/** The actions a campaign in this state accepts, in the order of `CAMPAIGN_ACTIONS`. */
export function allowedActions(state: CampaignState): CampaignAction[] {
  return CAMPAIGN_ACTIONS.filter((action) => CAMPAIGN_TABLE[state][action] !== undefined);
}
