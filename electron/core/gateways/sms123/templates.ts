import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { say } from '#shared/said/say.ts';
import type {
  CallbackOutcome,
  CallbackRequest,
  TemplateOutcome,
} from '#core/gateways/gateway-driver.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import { readJsonObject } from '#core/gateways/http/outcomes.ts';
import { classifySends } from '#core/gateways/sms123/classify.ts';

const DECISIONS: Readonly<Record<string, 'approved' | 'rejected' | 'pending'>> = {
  E00101: 'approved',
  E00102: 'rejected',
  E00103: 'pending',
};
const MOST = 200;

/**
 * What became of a text that was handed in (`smsAddTemplate.php`). The shape of the reply is not
 * documented: by `status` and `msgCode` as every other. `now` is wall time in ms.
 */
export function classifyTemplate(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
): TemplateOutcome {
  const [outcome] = classifySends(result, [''], profile, now);
  const code = outcome?.code ?? null;
  if (outcome?.kind === 'accepted' || code === 'not-listed') return { kind: 'submitted', code };
  if (outcome === undefined || outcome.kind === 'ambiguous') {
    return {
      kind: 'ambiguous',
      code: code ?? 'unreadable-answer',
      reason: say('template-doubt', { gateway: profile.label, code: code ?? 'none' }),
    };
  }
  const meaning = Object.hasOwn(profile.codes, outcome.code)
    ? profile.codes[outcome.code]?.meaning
    : undefined;
  const reason = meaning === undefined ? outcome.reason : say('template-refused', { meaning });
  return { kind: 'refused', code: outcome.code, reason };
}

/**
 * Reads the "SMS Template Status" callback of the API page: JSON with `action`, `actionCode`, `status` and
 * the `referenceId` that went out. How it is transported is not stated, so a form or a query will do too.
 */
export function readSms123Callback({ query, contentType, body }: CallbackRequest): CallbackOutcome {
  const json = readJsonObject(body);
  const form = new URLSearchParams(json === undefined && contentType.includes('form') ? body : '');
  const fields = new Map(Object.entries(json ?? {}).map(([key, value]) => [key.trim(), value]));
  const read = (name: string) => {
    const value = fields.get(name) ?? form.get(name) ?? query.get(name) ?? '';
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  if (read('action') !== 'templateStatusCallback') {
    return { kind: 'refused', why: 'not a templateStatusCallback' };
  }
  const [reference, code, word] = [read('referenceId'), read('actionCode'), read('status')];
  if (reference === '' || reference.length > MOST) {
    return { kind: 'refused', why: 'referenceId is needed' };
  }
  const state = byWord(word) ?? (Object.hasOwn(DECISIONS, code) ? DECISIONS[code] : undefined);
  return {
    kind: 'template',
    answer: {
      reference,
      state: state ?? 'pending',
      word: word.slice(0, MOST) || null,
      code: code.slice(0, MOST) || null,
    },
  };
}

/** White labels number their codes differently; their words are plain. */
function byWord(word: string): 'approved' | 'rejected' | undefined {
  if (/^approved$/i.test(word)) return 'approved';
  return /^rejected$/i.test(word) ? 'rejected' : undefined;
}
