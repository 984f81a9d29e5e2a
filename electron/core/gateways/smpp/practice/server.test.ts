import { once } from 'node:events';
import smpp, { type Session, type SmppPdu } from 'smpp';
import { afterEach, describe, expect, it } from 'vitest';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { createSmppPracticeServer } from '#core/gateways/smpp/practice/server.ts';

/** The client is not ours: what it understands, others understand. */
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

async function open(script: PracticeScript = {}) {
  const server = await createSmppPracticeServer({ script: { reportDelayMs: 0, ...script } });
  cleanups.push(() => server.close());
  const session = smpp.connect({ host: '127.0.0.1', port: server.port });
  session.on('error', () => {});
  await once(session, 'connect');
  cleanups.push(() => session.destroy());
  return { server, session };
}

const ask = (session: Session, command: 'bind_transceiver' | 'submit_sm', fields: object) =>
  new Promise<SmppPdu>((resolve) => session[command]({ ...fields }, resolve));
const bind = (session: Session, password = 'secret') =>
  ask(session, 'bind_transceiver', { system_id: 'shop', password });
const submit = (session: Session, to: string, fields = {}) =>
  ask(session, 'submit_sm', {
    source_addr: 'KEDAI',
    destination_addr: to,
    short_message: 'Hai [€]',
    data_coding: 0,
    registered_delivery: 1,
    ...fields,
  });

describe('practice SMSC', () => {
  it('takes a message and sends a receipt that npm smpp understands', async () => {
    const { server, session } = await open();
    expect(await bind(session)).toMatchObject({ command_status: 0, system_id: 'practice' });
    const receipt = once(session, 'deliver_sm');
    const taken = await submit(session, '60123456789');
    expect(taken.command_status).toBe(0);
    expect(server.inbox()).toMatchObject([
      { id: taken.message_id, to: '60123456789', text: 'Hai [€]', type: 0 },
    ]);
    const [pdu] = (await receipt) as [SmppPdu];
    session.send(pdu.response());
    expect(pdu).toMatchObject({
      source_addr: '60123456789',
      destination_addr: 'KEDAI',
      esm_class: 4,
      receipted_message_id: taken.message_id,
      message_state: 2,
    });
    expect(pdu.short_message).toMatchObject({
      message: expect.stringMatching(
        new RegExp(
          `^id:${taken.message_id} sub:001 dlvrd:001 submit date:\\d{10} done date:\\d{10} stat:DELIVRD err:000 text:`,
        ),
      ),
    });
  });

  it('asks for a bind first, and refuses a wrong password', async () => {
    const { session } = await open();
    expect(await submit(session, '60123456789')).toMatchObject({ command_status: 4 });
    expect(await bind(session, 'wrong')).toMatchObject({ command_status: 14 });
    expect(await bind(session)).toMatchObject({ command_status: 0 });
    expect(await bind(session)).toMatchObject({ command_status: 5 });
  });

  it.each([
    ['60125550001', 0x0b],
    ['60125550006', 0x64],
    ['60125550009', 0x58],
  ])('gives the number %s its fate, status %i', async (to, status) => {
    const { server, session } = await open();
    await bind(session);
    expect(await submit(session, to)).toMatchObject({ command_status: status });
    expect(server.inbox()).toEqual([]);
  });

  it('throttles above its pace', async () => {
    const { session } = await open({ maxPerSecond: 2 });
    await bind(session);
    const answers = await Promise.all([1, 2, 3].map(() => submit(session, '60123456789')));
    expect(answers.map((answer) => answer.command_status)).toEqual([0, 0, 0x58]);
  });

  it('answers an enquiry and ends after an unbind', async () => {
    const { session } = await open();
    await bind(session);
    await new Promise((resolve) => session.enquire_link(resolve));
    const closed = once(session, 'close');
    await new Promise((resolve) => session.unbind(resolve));
    await closed;
  });

  it('keeps a receipt until a session says that it has it', async () => {
    const { server, session } = await open({ reportDelayMs: 50 });
    await bind(session);
    const taken = await submit(session, '60123456789');
    session.destroy();
    const again = smpp.connect({ host: '127.0.0.1', port: server.port });
    again.on('error', () => {});
    cleanups.push(() => again.destroy());
    const receipt = once(again, 'deliver_sm');
    await bind(again);
    expect(await receipt).toMatchObject([{ receipted_message_id: taken.message_id }]);
  });
});
