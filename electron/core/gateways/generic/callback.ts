import { httpOptionsSchema } from '#shared/gateways/http-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { INCOMING_REST } from '#shared/gateways/reply-address.ts';
import type { CallbackOutcome, CallbackRequest } from '#core/gateways/gateway-driver.ts';
import { readJsonObject } from '#core/gateways/http/outcomes.ts';
import { toIncoming } from '#core/gateways/http/incoming.ts';
import { textAt } from '#core/gateways/generic/classify.ts';

/** Whether a profile says where the values of a message from a phone stand. */
export function takesHttpReplies(profile: GatewayProfile): boolean {
  return httpOptionsSchema.parse(profile.options).incoming !== null;
}

/** Reads a delivery report, or a message from a phone, by the names that the profile gives to its values. */
export function readHttpCallback(
  request: CallbackRequest,
  profile: GatewayProfile,
): CallbackOutcome {
  const { report: names, incoming } = httpOptionsSchema.parse(profile.options);
  const read = readerOf(request);
  if (request.rest === INCOMING_REST) {
    if (incoming === null) {
      return { kind: 'refused', why: 'this gateway is not set up to hand messages over' };
    }
    const { from, text, to, id } = incoming;
    const message = { from: read(from), text: read(text), to: read(to), id: read(id) };
    return toIncoming(message, `${from} and ${text}`);
  }
  if (names === null) return { kind: 'refused', why: 'this gateway is not set up to report' };
  const [id, word] = [read(names.id), read(names.word)];
  if (id === '' || id.length > 200 || word === '' || word.length > 40) {
    return { kind: 'refused', why: `${names.id} and ${names.word} are needed` };
  }
  const report = Object.hasOwn(profile.reports, word) ? profile.reports[word] : undefined;
  if (report === undefined) return { kind: 'ignored', why: `unknown report word ${word}` };
  if (report === 'ignored') return { kind: 'ignored', why: null };
  return { kind: 'reports', reports: [{ gatewayMessageId: id, report, reportedAt: null }] };
}

/** Values by name, wherever they are: JSON, query or form. */
function readerOf({ query, contentType, body }: CallbackRequest): (name: string) => string {
  const json = contentType.includes('json') ? readJsonObject(body) : undefined;
  const form = new URLSearchParams(json === undefined ? body : '');
  return (name) =>
    name === '' ? '' : (textAt(json, name) ?? query.get(name) ?? form.get(name) ?? '');
}
