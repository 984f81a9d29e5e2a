import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { LOOK_UP_REST, readLookUpCallback } from '#core/gateways/esms/look-up.ts';
import type { CallbackOutcome, CallbackRequest } from '#core/gateways/gateway-driver.ts';

const MAX_ID = 200;
const MAX_WORD = 40;
const GMT8_MS = 8 * 3_600_000;

/** Reads `GET …?msgId=…&s=…&t=…` (eSMS delivery-report page, 2017). */
export function readEsmsCallback(
  request: CallbackRequest,
  profile: GatewayProfile,
): CallbackOutcome {
  if (request.rest === LOOK_UP_REST) return readLookUpCallback(request, profile);
  const id = request.query.get('msgId') ?? '';
  const word = request.query.get('s') ?? '';
  if (request.method !== 'GET' || request.rest !== '') return { kind: 'refused', why: 'not a GET' };
  if (id === '' || id.length > MAX_ID || word === '' || word.length > MAX_WORD) {
    return { kind: 'refused', why: 'msgId and s are needed' };
  }
  const report = Object.hasOwn(profile.reports, word) ? profile.reports[word] : undefined;
  if (report === undefined) return { kind: 'ignored', why: `unknown report word ${word}` };
  if (report === 'ignored') return { kind: 'ignored', why: null };
  const reportedAt = parseReportTime(request.query.get('t') ?? '');
  return { kind: 'reports', reports: [{ gatewayMessageId: id, report, reportedAt }] };
}

/** `yyyyMMddHHmmss` in GMT+8 as ms since 1970, or null where it is missing or no moment. */
export function parseReportTime(text: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date.parse takes 30 February for 2 March.
  const again = Number.isNaN(local) ? '' : new Date(local).toISOString().replace(/\D/g, '');
  return again.startsWith(text) ? local - GMT8_MS : null;
}
