import { INCOMING_REST } from '#shared/gateways/reply-address.ts';
import type { CallbackOutcome, CallbackRequest } from '#core/gateways/gateway-driver.ts';
import { toIncoming } from '#core/gateways/http/incoming.ts';
import { readJsonObject } from '#core/gateways/http/outcomes.ts';

/**
 * Reads the webhook `sms:received` of SMSGate (https://docs.sms-gate.app/features/webhooks/): JSON with
 * `event`, the `id` of the call and a `payload` of `phoneNumber` and `message`. Its `messageId` is made from
 * the content and not unique, so the id of the call is what tells one message from another: it stays the
 * same when the app calls again.
 */
export function readSmsgateCallback(request: CallbackRequest): CallbackOutcome {
  if (request.rest !== INCOMING_REST) return { kind: 'refused', why: 'reports are asked for' };
  const fields = readJsonObject(request.body);
  if (fields === undefined) return { kind: 'refused', why: 'not JSON' };
  if (fields['event'] !== 'sms:received') return { kind: 'ignored', why: null };
  const { payload } = fields;
  const values: Readonly<Record<string, unknown>> =
    typeof payload === 'object' && payload !== null ? { ...payload } : {};
  const read = (value: unknown) => (typeof value === 'string' ? value : '');
  return toIncoming(
    {
      from: read(values['phoneNumber']),
      text: read(values['message']),
      to: '',
      id: read(fields['id']),
    },
    'phoneNumber and message',
  );
}
