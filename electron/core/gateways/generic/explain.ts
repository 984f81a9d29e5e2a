import { httpOptionsSchema, type HttpOptions } from '#shared/gateways/http-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import { isSuccess, readJsonObject, type HttpAnswer } from '#core/gateways/http/outcomes.ts';
import { textAt } from '#core/gateways/generic/classify.ts';
import type { RuleCheck } from '#core/gateways/wire.ts';

/** Each rule of a profile, in the order in which `classifyByRules` goes by them, with what it found. */
export function explainByRules(result: HttpResult, profile: GatewayProfile): RuleCheck[] {
  if (result.kind === 'failed') return [];
  const options = httpOptionsSchema.parse(profile.options);
  const http: RuleCheck = {
    rule: 'http',
    path: '',
    wanted: '2xx',
    found: String(result.status),
    holds: isSuccess(result),
  };
  const rules = options.answer === 'json' ? jsonRules(result, options) : textRules(result, options);
  const code = rules.find(({ rule }) => rule === 'code')?.found ?? null;
  const status = `http-${result.status}`;
  const known = [code, status].find((one) => one !== null && Object.hasOwn(profile.codes, one));
  const entry = known === undefined || known === null ? undefined : profile.codes[known];
  return [
    http,
    ...rules.map((one) =>
      one.rule === 'code' && entry ? { ...one, wanted: `${known}: ${entry.meaning}` } : one,
    ),
    ...(entry && known === status && code !== status
      ? [{ rule: 'code' as const, path: '', wanted: entry.meaning, found: status, holds: true }]
      : []),
  ];
}

function jsonRules({ body }: HttpAnswer, options: HttpOptions): RuleCheck[] {
  const fields = readJsonObject(body);
  const success = options.success.map(({ path, equals }): RuleCheck => {
    const found = textAt(fields, path);
    return {
      rule: 'success',
      path,
      wanted: equals.join(' | '),
      found,
      holds: equals.includes(found ?? ''),
    };
  });
  const reads = [
    ['code', options.codePath],
    ['id', options.idPath],
    ['parts', options.partsPath],
    ['credits', options.creditsPath],
  ] as const;
  return [
    ...success,
    ...reads.flatMap(([rule, path]): RuleCheck[] => {
      if (path === '') return [];
      const found = textAt(fields, path);
      return [{ rule, path, wanted: null, found, holds: found !== null }];
    }),
  ];
}

function textRules({ body }: HttpAnswer, { successText }: HttpOptions): RuleCheck[] {
  if (successText.length === 0) return [];
  const text = body.trim();
  const start = successText.find((one) => text.startsWith(one));
  const rest = start === undefined ? '' : text.slice(start.length).trim();
  return [
    {
      rule: 'success-text',
      path: '',
      wanted: successText.join(' | '),
      found: start ?? null,
      holds: start !== undefined,
    },
    { rule: 'id', path: '', wanted: null, found: rest === '' ? null : rest, holds: rest !== '' },
  ];
}
