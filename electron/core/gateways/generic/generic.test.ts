import { describe, expect, it } from 'vitest';
import { HTTP_PROFILE, httpOptionsSchema } from '#shared/gateways/http-profile.ts';
import { classifyByRules } from '#core/gateways/generic/classify.ts';
import { readHttpCallback } from '#core/gateways/generic/callback.ts';
import { renderRequest } from '#core/gateways/generic/render.ts';

const rules = httpOptionsSchema.parse(HTTP_PROFILE.options);
const TEXT = `a"b\\c<d>&e'f;g=h\nRM0.00 你好\r\nX-Evil: 1`;

describe('a request template', () => {
  it('lets no text change the JSON around it', () => {
    const { body } = renderRequest(rules.send, { to: '601', text: TEXT }, '/v1/');
    expect(JSON.parse(String(body))).toMatchObject({ to: '601', text: TEXT });
  });

  it('percent-encodes what goes into the path and the query, and keeps to the address', () => {
    const send = { ...rules.send, method: 'GET' as const, path: '/send?to={{to}}&text={{text}}' };
    const { path } = renderRequest(send, { to: '+601', text: TEXT }, '/v1/');
    const url = new URL(path, 'http://x.invalid');
    expect(url.pathname).toBe('/v1/send');
    expect(url.searchParams.get('to')).toBe('+601');
    expect(url.searchParams.get('text')).toBe(TEXT);
  });

  it('escapes forms and XML', () => {
    const form = { ...rules.send, encoding: 'form' as const, body: 't={{text}}&to={{to}}' };
    const sent = new URLSearchParams(
      String(renderRequest(form, { to: '601', text: TEXT }, '/').body),
    );
    expect(sent.get('t')).toBe(TEXT);
    const xml = { ...rules.send, encoding: 'xml' as const, body: '<t>{{text}}</t>' };
    expect(renderRequest(xml, { text: '<&>' }, '/').body).toBe('<t>&lt;&amp;&gt;</t>');
  });

  it('lets no value begin another header', () => {
    const send = { ...rules.send, headers: { 'X-Text': '{{text}}' } };
    expect(renderRequest(send, { text: TEXT }, '/').headers?.['x-text']).not.toMatch(/[\r\n]/);
  });

  it('is refused with a placeholder that does not exist', () => {
    const send = { ...rules.send, body: '{{secret.pin}} {{to}}' };
    const parsed = httpOptionsSchema.safeParse({ ...rules, send });
    expect(parsed.error?.issues[0]?.message).toContain('secret.pin');
  });
});

describe('response rules', () => {
  const answer = (body: string, status = 200) =>
    ({ kind: 'answer', status, retryAfter: undefined, body }) as const;

  it('read a text answer by how it begins', () => {
    const options = { ...rules, answer: 'text' as const, successText: ['OK:'] };
    const account = { profile: HTTP_PROFILE, options };
    expect(classifyByRules(answer('OK: 17'), account, 0)).toMatchObject({
      kind: 'accepted',
      gatewayMessageId: '17',
    });
    expect(classifyByRules(answer('ERR 5'), account, 0).kind).toBe('ambiguous');
  });

  it('never take a listed code for an acceptance where a rule does not hold', () => {
    const codes = { '0': { meaning: 'ok', class: 'accepted' as const, advice: '' } };
    const account = { profile: { ...HTTP_PROFILE, codes }, options: rules };
    const outcome = classifyByRules(answer('{"status":"odd","code":0}'), account, 0);
    expect(outcome.kind).toBe('ambiguous');
  });
});

describe('a delivery report by named values', () => {
  const request = { method: 'POST' as const, rest: '', query: new URLSearchParams(), body: '' };

  it.each([
    ['application/json', '{"id":"7","status":"delivered"}', {}],
    ['application/x-www-form-urlencoded', 'id=7&status=delivered', {}],
    ['', '', { id: '7', status: 'delivered' }],
  ])('is read from %s', (contentType, body, query) => {
    const came = { ...request, contentType, body, query: new URLSearchParams(query) };
    expect(readHttpCallback(came, HTTP_PROFILE)).toEqual({
      kind: 'reports',
      reports: [{ gatewayMessageId: '7', report: 'delivered', reportedAt: null }],
    });
  });

  it('is turned away without its values', () => {
    const came = { ...request, contentType: 'application/json', body: '{"id":"7"}' };
    expect(readHttpCallback(came, HTTP_PROFILE).kind).toBe('refused');
  });
});
