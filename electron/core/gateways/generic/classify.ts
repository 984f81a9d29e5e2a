import type { HttpOptions } from '#shared/gateways/http-profile.ts';
import { classifyCode, type GatewayProfile } from '#shared/gateways/profile.ts';
import { valueAt } from '#shared/gateways/profile-paths.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import {
  classifyMeaning,
  isSuccess,
  lostAnswer,
  readJsonObject,
  type HttpAnswer,
} from '#core/gateways/http/outcomes.ts';
import { classifyRest } from '#core/gateways/http/rest.ts';

const MAX_ID = 200;

/**
 * What became of a send by the profile's rules. Accepted only where HTTP says 2xx and every rule holds; a
 * documented code or HTTP status (`http-422`) decides otherwise; whatever else may have been taken is in doubt.
 */
export function classifyByRules(
  result: HttpResult,
  { profile, options }: { profile: GatewayProfile; options: HttpOptions },
  now: number,
): SendOutcome {
  if (result.kind === 'failed' || result.status === 429) return classifyRest(result, profile, now);
  const fields = options.answer === 'json' ? readJsonObject(result.body) : undefined;
  const code = fields === undefined ? null : textAt(fields, options.codePath);
  const isTaken =
    options.answer === 'json' ? rulesHold(fields, options) : textOf(result, options) !== undefined;
  if (isSuccess(result) && isTaken) {
    return {
      kind: 'accepted',
      gatewayMessageId:
        options.answer === 'json'
          ? idOf(textAt(fields, options.idPath))
          : idOf(textOf(result, options) ?? null),
      parts: countAt(fields, options.partsPath),
      credits: countAt(fields, options.creditsPath),
      code,
    };
  }
  // A success under an error of HTTP's contradicts itself.
  if (fields !== undefined && isTaken && options.success.length > 0) {
    return lostAnswer(`http-${result.status}`, profile);
  }
  const documented = [code, `http-${result.status}`].find(
    (one) => one !== null && Object.hasOwn(profile.codes, one),
  );
  const decisive = documented ?? (isSuccess(result) ? code : null);
  return decisive === null || decisive === undefined
    ? classifyRest(result, profile, now)
    : byCode(decisive, profile);
}

/** "Accepted" for a code is not enough where the rules say otherwise. */
function byCode(code: string, profile: GatewayProfile): SendOutcome {
  const meaning = classifyCode(profile, code);
  return meaning.class === 'accepted'
    ? lostAnswer('unreadable-answer', profile)
    : classifyMeaning(code, meaning);
}

function rulesHold(
  fields: Readonly<Record<string, unknown>> | undefined,
  { success }: HttpOptions,
): boolean {
  if (success.length === 0) return true;
  return (
    fields !== undefined &&
    success.every(({ path, equals }) => equals.includes(textAt(fields, path) ?? ''))
  );
}

/** What follows the beginning of a text answer that says "taken", or undefined. */
function textOf({ body }: HttpAnswer, { successText }: HttpOptions): string | undefined {
  const text = body.trim();
  const start = successText.find((one) => text.startsWith(one));
  if (start === undefined) return successText.length === 0 ? '' : undefined;
  return text.slice(start.length).trim();
}

/** A number or a text at a path, as text. */
export function textAt(fields: unknown, path: string): string | null {
  const value = path === '' ? undefined : valueAt(fields, path);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value.trim() : null;
}

function idOf(text: string | null): string | null {
  return text !== null && text !== '' && text.length <= MAX_ID ? text : null;
}

function countAt(fields: unknown, path: string): number | null {
  const count = Number(textAt(fields, path) ?? Number.NaN);
  return Number.isInteger(count) && count >= 0 ? count : null;
}
