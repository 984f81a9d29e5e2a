import { describe, expect, it } from 'vitest';
import { decodePdu } from '#core/gateways/smpp/decode.ts';
import { createSmsc } from '#tests/support/smsc.ts';
import { assertCovered, json, probeBed, SECRET } from '#tests/support/probe-bed.ts';

describe('a message to try', () => {
  it('is a real one with its own record, shown with how the rules read the reply', async () => {
    const { core, log, serve, aGeneric } = await probeBed();
    const server = await serve((socket, request) =>
      json(socket, { status: 'ok', id: 'm-1', parts: 1, credits: 2, echo: request }),
    );
    const gatewayId = await aGeneric(server.url);
    const result = await core.client.probes.send({ gatewayId, to: '0123456789', text: 'Hi' });
    expect(result).toMatchObject({
      ok: true,
      credits: 2,
      reading: { outcome: 'accepted', gatewayMessageId: 'm-1', parts: 1, credits: 2 },
    });
    expect(result.reading.rules).toEqual([
      { rule: 'http', path: '', wanted: '2xx', found: '200', holds: true },
      { rule: 'success', path: 'status', wanted: 'ok', found: 'ok', holds: true },
      { rule: 'code', path: 'code', wanted: null, found: null, holds: false },
      { rule: 'id', path: 'id', wanted: null, found: 'm-1', holds: true },
      { rule: 'parts', path: 'parts', wanted: null, found: '1', holds: true },
      { rule: 'credits', path: 'credits', wanted: null, found: '2', holds: true },
    ]);
    const [shown] = result.exchanges;
    expect(shown?.request.url).toBe(`${server.url}/send?user=••••&k=••••`);
    expect(shown?.request.body?.text).toBe('{"to":"60123456789","text":"Hi","k":"••••"}');
    expect(shown?.request.headers).toContainEqual({ name: 'authorization', value: 'Bearer ••••' });
    assertCovered(result, log);
    expect(server.received).toHaveLength(1);
    const { rows } = await core.client.history.page({});
    expect(rows).toMatchObject([{ msisdn: '60123456789', text: 'Hi', state: 'accepted' }]);
    const attempts = await core.client.campaigns.attempts({ messageId: rows[0]?.id ?? 0 });
    expect(attempts).toMatchObject([{ outcome: 'accepted', credits: 2 }]);
  });

  it('by SMPP is shown part by part: fields by name, octets, and what answered each', async () => {
    const { core, cleanups } = await probeBed();
    const smsc = await createSmsc();
    cleanups.push(() => smsc.close());
    const secrets = { systemId: 'hush-id', password: 'hush-smp' };
    const added = { name: 'SMPP', driver: 'smpp' as const, url: smsc.url, secrets };
    const { id: gatewayId } = await core.client.gateways.add(added);
    // What a campaign sends on the same session meanwhile is none of this.
    const { driver } = await core.deps.gateways.open(gatewayId);
    const other = driver.send(
      { reference: 'r', msisdn: '60129999999', text: 'other', encoding: 'gsm7' },
      AbortSignal.timeout(5_000),
    );
    const text = `${'x'.repeat(150)} end`;
    const result = await core.client.probes.send({ gatewayId, to: '0123456789', text });
    await other;
    expect(result).toMatchObject({ ok: true, reading: { outcome: 'accepted' } });
    const [bind, ...submits] = result.exchanges;
    expect(bind?.request.method).toBe('bind_transceiver');
    expect(submits.map(({ request }) => request.method)).toEqual(['submit_sm', 'submit_sm']);
    const [first] = submits;
    expect(first?.request.headers).toEqual(
      expect.arrayContaining([
        { name: 'destination_addr', value: '60123456789' },
        { name: 'dest_addr_ton', value: '1' },
        { name: 'esm_class', value: '0x40' },
        { name: 'data_coding', value: '0x00' },
        { name: 'short_message', value: expect.stringMatching(/^RM0\.00 x+$/) },
      ]),
    );
    const sent = Buffer.from(first?.request.body?.text ?? '', 'hex');
    expect(sent.readUInt32BE(0)).toBe(sent.length);
    expect(decodePdu(sent)).toMatchObject({ pdu: { message: { dest: '60123456789' } } });
    expect(first?.reply).toMatchObject({
      status: '0x00',
      headers: [
        { name: 'command', value: 'submit_sm_resp' },
        { name: 'sequence_number', value: String(sent.readUInt32BE(12)) },
        { name: 'message_id', value: expect.stringMatching(/^SIM\d$/) },
      ],
      body: { text: expect.stringMatching(/^[0-9a-f]{32,}$/) },
      whole: true,
    });
    expect(JSON.stringify(submits)).not.toContain('60129999999');
    smsc.onSubmit = () => ({ status: 0x0b });
    const refused = await core.client.probes.send({ gatewayId, to: '0123456789', text: 'Hi' });
    expect(refused.exchanges[1]?.reply).toMatchObject({ status: '0x0b' });
    expect(refused.reading).toMatchObject({ outcome: 'rejected', code: '0x0b' });
  });

  it.each([
    ['in GSM', 'id: hush-id_@'],
    ['in UCS-2', '密码 hush-id_@'],
  ])('by SMPP hides a secret %s in the fields and in the octets', async (_, text) => {
    const { core, cleanups } = await probeBed();
    const smsc = await createSmsc();
    cleanups.push(() => smsc.close());
    smsc.onSubmit = () => ({ id: 'hush-id_@' });
    const secrets = { systemId: 'hush-id_@', password: 'hush-smp' };
    const added = { name: 'SMPP', driver: 'smpp' as const, url: smsc.url, secrets };
    const { id: gatewayId } = await core.client.gateways.add(added);
    const result = await core.client.probes.send({ gatewayId, to: '0123456789', text });
    const submit = result.exchanges[1];
    expect(submit?.request.body?.text).toBe('••••');
    expect(submit?.reply?.body.text).toBe('••••');
    expect(JSON.stringify(result)).not.toContain('hush-');
  });

  it('says which rule an answer breaks, and covers a secret that it finds', async () => {
    const { core, log, serve, aGeneric } = await probeBed();
    const server = await serve((socket) =>
      json(socket, { status: 'no', code: SECRET, id: SECRET, message: SECRET }),
    );
    const gatewayId = await aGeneric(server.url);
    const result = await core.client.probes.send({ gatewayId, to: '0123456789', text: 'Hi' });
    expect(result.ok).toBe(false);
    expect(result.reading).toMatchObject({ outcome: 'rejected', code: '••••' });
    expect(result.reading.rules).toContainEqual({
      rule: 'success',
      path: 'status',
      wanted: 'ok',
      found: 'no',
      holds: false,
    });
    assertCovered(result, log);
  });
});
