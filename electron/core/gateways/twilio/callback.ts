import { INCOMING_REST } from '#shared/gateways/reply-address.ts';
import type { CallbackOutcome, CallbackRequest } from '#core/gateways/gateway-driver.ts';
import { toIncoming } from '#core/gateways/http/incoming.ts';

/**
 * Reads Twilio's request to an incoming-message webhook: `From`, `To`, `Body` and `MessageSid`, in the form
 * of a POST or the query of a GET (https://www.twilio.com/docs/messaging/guides/webhook-request). Its
 * signature covers the address as Twilio knows it, which a relay or a tunnel does not hand on, so the
 * unguessable address is the proof, as everywhere.
 */
export function readTwilioCallback(request: CallbackRequest): CallbackOutcome {
  if (request.rest !== INCOMING_REST) return { kind: 'refused', why: 'reports are asked for' };
  const values = request.method === 'GET' ? request.query : new URLSearchParams(request.body);
  const read = (name: string) => values.get(name) ?? '';
  return toIncoming(
    { from: read('From'), text: read('Body'), to: read('To'), id: read('MessageSid') },
    'From and Body',
  );
}
