import { describe, expect, it, vi } from 'vitest';
import { smppBed } from '#tests/support/smpp-bed.ts';
import { aReceipt } from '#tests/support/smsc.ts';

const bed = smppBed();
describe('delivery receipts', () => {
  const deliver = (id: string, stat?: string, from = '60123456789') =>
    bed.smsc.deliver(aReceipt(id, from, stat));

  it.each([
    ['DELIVRD', 'delivered'],
    ['EXPIRED', 'expired'],
    ['UNDELIV', 'undelivered'],
    ['REJECTD', 'undelivered'],
    ['DELETED', 'undelivered'],
  ])('%s is %s', async (stat, report) => {
    await bed.send(bed.open());
    expect(await deliver('SIM1', stat)).toMatchObject({ command_status: 0 });
    expect(bed.reports).toEqual([{ gatewayMessageId: 'SIM1', report, reportedAt: null }]);
  });

  it.each(['ENROUTE', 'ACCEPTD', 'UNKNOWN', 'WHATEVER'])('%s changes nothing', async (stat) => {
    await bed.send(bed.open());
    expect(await deliver('SIM1', stat)).toMatchObject({ command_status: 0 });
    expect(bed.reports).toEqual([]);
  });

  it('is believed by its optional parameters alone', async () => {
    await bed.send(bed.open());
    await bed.smsc.deliver({
      source_addr: '60123456789',
      esm_class: 4,
      receipted_message_id: 'SIM1',
      message_state: 5,
    });
    expect(bed.reports).toMatchObject([{ gatewayMessageId: 'SIM1', report: 'undelivered' }]);
  });

  it.each([
    ['1a2b', '6699'],
    ['6699', '1A2B'],
    ['6699', '0000006699'],
  ])('with an answer’s id %s written %s is known again by its phone', async (id, written) => {
    bed.smsc.onSubmit = () => ({ id });
    await bed.send(bed.open());
    await deliver(written);
    expect(bed.reports).toEqual([{ gatewayMessageId: id, report: 'delivered', reportedAt: null }]);
  });

  it('tells two messages apart whose ids are each other in another number system', async () => {
    const ids = ['16', '10'];
    bed.smsc.onSubmit = () => ({ id: ids.shift() ?? '' });
    const driver = bed.open();
    await bed.send(driver, { msisdn: '60121111111' });
    await bed.send(driver, { msisdn: '60122222222' });
    await deliver('10', 'DELIVRD', '60121111111');
    await deliver('10', 'UNDELIV', '60122222222');
    expect(bed.reports).toMatchObject([
      { gatewayMessageId: '16', report: 'delivered' },
      { gatewayMessageId: '10', report: 'undelivered' },
    ]);
  });

  it('that overtakes the answer to its submit waits for it', async () => {
    bed.smsc.onSubmit = async () => {
      void deliver('4096');
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { id: '1000' };
    };
    await bed.send(bed.open());
    await vi.waitFor(() => expect(bed.reports).toMatchObject([{ gatewayMessageId: '1000' }]));
  });

  it('names the other ways of writing its id where its message was sent before a restart', async () => {
    bed.open().listen?.();
    await vi.waitFor(() => expect(bed.smsc.binds).toHaveLength(1));
    await deliver('6699');
    expect(bed.reports).toMatchObject([
      {
        gatewayMessageId: '6699',
        msisdn: '60123456789',
        otherIds: expect.arrayContaining(['1a2b', '1A2B']),
      },
    ]);
  });

  it('is sent again by the gateway when it could not be recorded', async () => {
    const driver = bed.open({ onReport: () => Promise.reject(new Error('disk full')) });
    await bed.send(driver);
    expect(await deliver('SIM1')).toMatchObject({ command_status: 0x64 });
  });
});
