import { describe, expect, it } from 'vitest';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { Overview } from '#shared/contract/host.ts';
import { sendingState } from '#renderer/app/sending-state.ts';

function campaign(id: number, part: Partial<Campaign>): Campaign {
  const counts = {
    frozen: 10,
    excluded: 0,
    queued: 6,
    sending: 1,
    accepted: 3,
    delivered: 0,
    undelivered: 0,
    expired: 0,
    rejected: 0,
    uncertain: 0,
    cancelled: 0,
  };
  return {
    id,
    name: `Campaign ${id}`,
    state: 'running',
    counts,
    summary: { success: 0, queue: 10, failure: 0 },
    credits: { predicted: 10, reserved: 7, charged: 3 },
    dead: { leftOut: 0, credits: 0 },
    startedAt: 1,
    finishedAt: null,
    pauseReason: null,
    gateways: [],
    retries: { waiting: 0, credits: 0, nextAt: null, next: 0 },
    listIds: [1],
    listNames: ['L'],
    text: 't',
    templateId: null,
    gatewayId: 1,
    gatewayName: 'G',
    practice: true,
    scheduledAt: null,
    window: 'always',
    timeZone: null,
    rate: null,
    routing: true,
    leaveOutDead: true,
    priority: 'normal',
    missed: 'ask',
    spreadMinutes: null,
    canary: null,
    canaryState: null,
    givesReports: true,
    deliveredMeans: 'x',
    createdAt: 1,
    live: {
      ratePerSecond: 4,
      finishesAt: null,
      retriesEndAt: null,
      inFlight: 1,
      waitsUntil: null,
      waitsFor: null,
    },
    ...part,
  };
}

const quiet: Overview = {
  contacts: 0,
  lists: 0,
  templates: 0,
  gateways: 1,
  practiceOnly: true,
  running: [],
  due: [],
  paused: [],
  recent: [],
  uncertain: 0,
  lastSevenDays: [],
};

const waits = {
  ratePerSecond: 0,
  finishesAt: null,
  retriesEndAt: null,
  inFlight: 0,
  waitsUntil: 99,
  waitsFor: 'window' as const,
};

describe('the foot of the rail', () => {
  it('is idle when nothing runs, waits or stands still', () => {
    expect(sendingState(quiet)).toEqual({ kind: 'idle' });
  });

  it('adds up what is left and how fast it goes', () => {
    const state = sendingState({ ...quiet, running: [campaign(1, {}), campaign(2, {})] });
    expect(state).toMatchObject({ kind: 'sending', left: 14, ratePerSecond: 8 });
  });

  it('puts a campaign that needs a person before one that waits by itself', () => {
    const state = sendingState({
      ...quiet,
      running: [campaign(1, { live: waits })],
      paused: [campaign(2, { state: 'paused', live: null })],
    });
    expect(state).toMatchObject({ kind: 'paused', count: 1, campaign: { id: 2 } });
  });

  it('says until when it waits', () => {
    const state = sendingState({ ...quiet, running: [campaign(1, { live: waits })] });
    expect(state).toMatchObject({ kind: 'waiting', until: 99 });
  });

  it('names the soonest that is due', () => {
    const later = campaign(1, { state: 'scheduled', live: null, scheduledAt: 500 });
    const sooner = campaign(2, { state: 'scheduled', live: null, scheduledAt: 400 });
    expect(sendingState({ ...quiet, due: [later, sooner] })).toMatchObject({
      kind: 'due',
      at: 400,
    });
  });
});
