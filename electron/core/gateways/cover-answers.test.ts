import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HTTP_PROFILE } from '#shared/gateways/http-profile.ts';
import { SMSGATE_PROFILE } from '#shared/gateways/smsgate-profile.ts';
import { say } from '#shared/said/say.ts';
import { coverAnswers, coverLog, createCover } from '#core/gateways/cover-answers.ts';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import { createHttpDriver } from '#core/gateways/generic/driver.ts';
import { createSmsgateDriver } from '#core/gateways/smsgate/driver.ts';

const never = new AbortController().signal;
const TOKEN = 'T'.repeat(43);
const MESSAGE = { reference: 'r', msisdn: '60123456789', text: 'Hi', encoding: 'gsm7' } as const;

/** As people and portals make them: letters, figures, signs, other scripts; no word of Siar's own. */
const secret = fc
  .string({ unit: 'grapheme', minLength: 6, maxLength: 40 })
  .map((text) => `Zq7${text}`)
  .filter((text) => text.trim() === text);
const FORMS = [
  (text: string) => text,
  encodeURIComponent,
  (text: string) => JSON.stringify(text).slice(1, -1),
  (text: string) => Buffer.from(text).toString('base64'),
  (text: string) => Buffer.from(`shop:${text}`).toString('base64'),
  (text: string) => text.toUpperCase(),
];

function withoutSecret(told: unknown, password: string): void {
  const all = JSON.stringify(told);
  for (const form of [
    password,
    encodeURIComponent(password),
    Buffer.from(password).toString('base64'),
  ]) {
    expect(all).not.toContain(form);
    expect(all).not.toContain(JSON.stringify(form).slice(1, -1));
  }
  // Nor its beginning, where something is cut.
  expect(all).not.toContain('Zq7');
}

describe('what a gateway says', () => {
  it('names no secret in an outcome, wherever and however it stands in a phone’s answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        secret,
        fc.constantFrom(...FORMS),
        fc.integer({ min: 0, max: 260 }),
        fc.string({ maxLength: 300 }),
        async (password, form, at, after) => {
          const secrets = { username: 'shop', password };
          const stored = { driver: 'smsgate' as const, profile: SMSGATE_PROFILE, dlrToken: TOKEN };
          const cover = createCover(stored, secrets, null);
          const body = JSON.stringify({ message: `${'. '.repeat(at)} ${form(password)} ${after}` });
          const driver = coverAnswers(
            createSmsgateDriver({
              baseUrl: 'http://127.0.0.1:9',
              secrets,
              profile: SMSGATE_PROFILE,
              cover,
              exchange: async () => ({ kind: 'answer', status: 400, body, retryAfter: undefined }),
            }),
            cover,
          );
          const outcome = await driver.send(MESSAGE, never);
          expect(outcome.kind).toBe('rejected');
          withoutSecret(outcome, password);
          await driver.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('names no secret as the code of any HTTP gateway', async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.constantFrom(...FORMS.slice(0, 4)), async (apiKey, form) => {
        const secrets = { apiKey };
        const stored = { driver: 'http' as const, profile: HTTP_PROFILE, dlrToken: TOKEN };
        const cover = createCover(stored, secrets, null);
        const body = JSON.stringify({ status: 'no', code: form(apiKey) });
        const driver = coverAnswers(
          createHttpDriver({
            baseUrl: 'http://127.0.0.1:9',
            secrets,
            profile: HTTP_PROFILE,
            dlrCallback: null,
            exchange: async () => ({ kind: 'answer', status: 200, body, retryAfter: undefined }),
          }),
          cover,
        );
        withoutSecret(await driver.send(MESSAGE, never), apiKey);
        await driver.close();
      }),
      { numRuns: 100 },
    );
  });

  it('is covered in every kind of outcome, and in the log; the secret address too', async () => {
    const bad = {
      code: 'Zq7secret',
      reason: `no: Zq7secret at https://r/in/${TOKEN}/x`,
      retryAfterMs: 1,
    };
    const all: GatewayDriver = {
      send: async () => ({ kind: 'rejected', ...bad }),
      sendBatch: async () => [
        { kind: 'ambiguous', ...bad },
        {
          kind: 'accepted',
          gatewayMessageId: 'Zq7secret',
          parts: 1,
          credits: 1,
          code: 'Zq7secret',
        },
      ],
      balance: async () => ({ ok: false, ...bad }),
      check: async () => ({ ok: true, detail: 'as Zq7secret' }),
      poll: async () => ({ reports: [], unknown: [], problem: bad }),
      lookUp: async () => ({ kind: 'refused', ...bad }),
      submitTemplate: async () => ({ kind: 'refused', ...bad }),
      otp: {
        generate: async () => ({ kind: 'refused', gatewayMessageId: null, ...bad }),
        verify: async () => ({ kind: 'wrong', ...bad }),
      },
      close: async () => {},
    };
    const stored = { driver: 'esms' as const, profile: SMSGATE_PROFILE, dlrToken: 'D'.repeat(43) };
    const cover = createCover(stored, { apiSecret: 'Zq7secret' }, `https://r/in/${TOKEN}/x`);
    const driver = coverAnswers(all, cover);
    const batch = await driver.sendBatch?.(
      { reference: 'r', text: '', encoding: 'gsm7', msisdns: [] },
      never,
    );
    // What the gateway calls a message is how its report is known again.
    expect(batch?.[1]).toMatchObject({ gatewayMessageId: 'Zq7secret', code: '••••' });
    const lines: unknown[] = [];
    const keep = (fields: Record<string, unknown>, text: string) => void lines.push([fields, text]);
    coverLog({ debug: keep, info: keep, warn: keep, error: keep }, cover).warn(
      { why: 'Zq7secret', status: 3 },
      'Zq7secret',
    );
    const told = [
      await driver.send(MESSAGE, never),
      batch?.[0],
      await driver.balance(never),
      await driver.check?.(never),
      await driver.poll?.([], never),
      await driver.lookUp?.('', never),
      await driver.submitTemplate?.({ title: '', text: '', reference: '' }, never),
      await driver.otp?.generate({} as never, never),
      await driver.otp?.verify({ msisdn: '', appId: 1, code: '' }, never),
      lines,
    ];
    expect(JSON.stringify(told)).not.toContain('Zq7secret');
    expect(JSON.stringify(told)).not.toContain(TOKEN);
    expect(lines).toEqual([[{ why: '••••', status: 3 }, '••••']]);
  });

  it('keeps Siar’s own sentences whole, also where a password is one of their words', () => {
    const stored = { driver: 'kannel' as const, profile: SMSGATE_PROFILE, dlrToken: TOKEN };
    for (const password of ['password', 'gateway', 'SMSGate', 'u']) {
      const cover = createCover(stored, { username: 'shop', password }, null);
      const sentence = say('unreachable', { gateway: 'SMSGate phone', why: 'x' });
      expect(cover(sentence)).toBe(sentence);
    }
    const cover = createCover(stored, { username: 'kedai', password: 'Zq7secret' }, null);
    expect(cover('kedai is not allowed')).toBe('kedai is not allowed');
  });
});
