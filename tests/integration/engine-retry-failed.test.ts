import { describe, expect, it } from 'vitest';
import { engineBed, timesTaken } from '#tests/support/engine-bed.ts';
import { people } from '#tests/support/people.ts';
import { aRunningCampaign, until } from '#tests/support/test-core.ts';

describe('retry of the failed', () => {
  it('makes new attempts that cost again, and touches nothing else', async () => {
    const to = [...people(5), { msisdn: '60125550003' }, { msisdn: '60125550001' }];
    const { core, practice, gatewayId } = await engineBed({ script: { reportDelayMs: 1 } });
    const { id } = await aRunningCampaign(core, { gatewayId, to });
    const over = await until(
      core,
      id,
      ({ counts }) => counts.delivered === 5 && counts.undelivered === 1,
    );
    expect(over.counts).toMatchObject({ rejected: 1, frozen: 7 });
    expect(over.credits.charged).toBe(6);
    await practice.setScript({ magicNumbers: false, reportDelayMs: 1 });
    await core.client.campaigns.retry({ id });
    const again = await until(core, id, ({ counts }) => counts.delivered === 7);
    expect(again.credits.charged).toBe(8);
    expect(again.credits.predicted).toBe(7);
    const times = timesTaken(practice.taken);
    expect(times.get('60125550003')).toBe(2);
    expect(times.get('60125550001')).toBe(1);
    expect(people(5).every(({ msisdn }) => times.get(msisdn) === 1)).toBe(true);
    await expect(core.client.campaigns.retry({ id })).rejects.toMatchObject({
      data: { code: 'nothing-failed' },
    });
  });
});
