import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { INCOMING_REST } from '#shared/gateways/reply-address.ts';
import { toIncoming } from '#core/gateways/http/incoming.ts';
import type { CallbackOutcome, CallbackRequest } from '#core/gateways/gateway-driver.ts';

const DELIVERED = 1;
const FAILED = 2;
const REFUSED = 16;
const MAX_SECONDS = 32_503_680_000;

/**
 * Reads `GET …/<reference>?s=TYPE&t=SECONDS`: the address that the driver gave to Kannel, filled in. And
 * `GET …/incoming?from=%q&to=%Q&text=%b&id=%I`: the `get-url` of an sms-service, with `charset = UTF-8`.
 */
export function readKannelCallback(
  request: CallbackRequest,
  profile: GatewayProfile,
): CallbackOutcome {
  const { rest: reference, query } = request;
  if (reference === INCOMING_REST) {
    const read = (name: string) => query.get(name) ?? '';
    return toIncoming(
      { from: read('from'), text: read('text'), to: read('to'), id: read('id') },
      'from and text',
    );
  }
  const type = Number(query.get('s') ?? '');
  if (request.method !== 'GET' || !/^[\w-]{1,100}$/.test(reference)) {
    return { kind: 'refused', why: 'not a report of Kannel' };
  }
  if (!Number.isInteger(type) || type < 1 || type > 255) {
    return { kind: 'refused', why: 's is no type of a report' };
  }
  const report = reportOf(type, profile);
  if (report === 'ignored') return { kind: 'ignored', why: null };
  const seconds = Number(query.get('t') ?? '');
  const isTime = Number.isInteger(seconds) && seconds > 0 && seconds < MAX_SECONDS;
  const reportedAt = isTime ? seconds * 1_000 : null;
  return { kind: 'reports', reports: [{ gatewayMessageId: reference, report, reportedAt }] };
}

/** By the whole type where the profile knows it, otherwise by its telling bit. */
function reportOf(type: number, profile: GatewayProfile) {
  const bit = [DELIVERED, FAILED, REFUSED].find((one) => (type & one) !== 0);
  const keys = [String(type), String(bit)];
  for (const key of keys) {
    const report = Object.hasOwn(profile.reports, key) ? profile.reports[key] : undefined;
    if (report !== undefined) return report;
  }
  return 'ignored';
}
