import { describe, expect, it } from 'vitest';
import { HTTP_PROFILE, httpOptionsSchema } from '#shared/gateways/http-profile.ts';
import { INCOMING_REST } from '#shared/gateways/reply-address.ts';
import type { CallbackRequest } from '#core/gateways/gateway-driver.ts';
import { accountCapabilities, GATEWAY_KINDS } from '#core/gateways/registry.ts';

function aRequest(more: Partial<CallbackRequest> & { query?: URLSearchParams }): CallbackRequest {
  return {
    method: 'GET',
    rest: INCOMING_REST,
    query: new URLSearchParams(),
    contentType: '',
    body: '',
    ...more,
  };
}

const read = (
  driver: keyof typeof GATEWAY_KINDS,
  request: Partial<CallbackRequest>,
  profile = GATEWAY_KINDS[driver].profile,
) => GATEWAY_KINDS[driver].readCallback?.(aRequest(request), profile);

describe('a message from a phone that is called in', () => {
  it('by Kannel’s get-url', () => {
    const query = new URLSearchParams('from=%2B60123456789&to=12345&text=STOP+ALL&id=abc-1');
    expect(read('kannel', { query })).toEqual({
      kind: 'incoming',
      message: {
        from: '+60123456789',
        to: '12345',
        text: 'STOP ALL',
        gatewayMessageId: 'abc-1',
        part: null,
      },
    });
  });

  it('by Twilio’s webhook', () => {
    const form = 'MessageSid=SM1&From=%2B60123456789&To=%2B15005550006&Body=STOP%21';
    const message = {
      from: '+60123456789',
      to: '+15005550006',
      text: 'STOP!',
      gatewayMessageId: 'SM1',
    };
    expect(read('twilio', { method: 'POST', body: form })).toMatchObject({ message });
    expect(read('twilio', { query: new URLSearchParams(form) })).toMatchObject({ message });
    expect(read('twilio', { method: 'POST', body: form, rest: '' })?.kind).toBe('refused');
  });

  it('by the webhook of SMSGate: the id of the call, not the one made from the content', () => {
    const body = JSON.stringify({
      deviceId: 'd',
      event: 'sms:received',
      id: 'Ey6ECgOkVVFjz3CL48B8C',
      payload: { messageId: 'abc123', message: '退订', phoneNumber: '+60123456789', simNumber: 1 },
      webhookId: 'w',
    });
    expect(read('smsgate', { method: 'POST', body })).toMatchObject({
      message: { from: '+60123456789', text: '退订', gatewayMessageId: 'Ey6ECgOkVVFjz3CL48B8C' },
    });
    const ping = JSON.stringify({ event: 'system:ping', id: 'x', payload: {} });
    expect(read('smsgate', { method: 'POST', body: ping })).toEqual({ kind: 'ignored', why: null });
    expect(read('smsgate', { method: 'POST', body: 'no' })?.kind).toBe('refused');
  });

  it('by any HTTP gateway, as its profile names the values', () => {
    const options = httpOptionsSchema.parse({
      ...HTTP_PROFILE.options,
      incoming: { from: 'data.sender', text: 'data.body', id: 'data.id' },
    });
    const profile = { ...HTTP_PROFILE, options };
    const body = JSON.stringify({ data: { sender: '60123456789', body: 'STOP', id: 7 } });
    const json = { method: 'POST' as const, contentType: 'application/json', body };
    expect(read('http', json, profile)).toMatchObject({
      message: { from: '60123456789', to: '', text: 'STOP', gatewayMessageId: '7' },
    });
    expect(accountCapabilities({ driver: 'http', profile }).replies).toBe('callback');
    expect(read('http', json)?.kind).toBe('refused');
    expect(accountCapabilities({ driver: 'http', profile: HTTP_PROFILE }).replies).toBe('none');
  });

  it.each(['kannel', 'twilio', 'smsgate'] as const)(
    'of %s without a sender is turned away',
    (driver) => {
      const body =
        driver === 'smsgate' ? '{"event":"sms:received","payload":{"message":"x"}}' : 'Body=x';
      const query = new URLSearchParams('text=x');
      const method = driver === 'kannel' ? 'GET' : 'POST';
      expect(read(driver, { method, query, body })?.kind).toBe('refused');
    },
  );

  it('is something that eSMS and SMS123 do not document: their capabilities say so', () => {
    const none = Object.entries(GATEWAY_KINDS).filter(
      ([, kind]) => kind.capabilities.replies === 'none',
    );
    expect(none.map(([name]) => name)).toEqual(['esms', 'sms123', 'practice']);
  });
});
