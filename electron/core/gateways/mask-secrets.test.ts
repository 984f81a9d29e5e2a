import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMask, MASK } from '#core/gateways/mask-secrets.ts';

const hexOf = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Ways in which a secret may be written on its way out or back. */
const FORMS: Readonly<Record<string, (text: string) => string>> = {
  percent: (text) => encodeURIComponent(text),
  'percent, small letters': (text) =>
    encodeURIComponent(text).replace(/%../g, (one) => one.toLowerCase()),
  'percent, every octet': (text) =>
    Buffer.from(text)
      .toString('hex')
      .replace(/../g, (pair) => `%${pair}`),
  'percent, strict': (text) => encodeURIComponent(text).replace(/[!'()*]/g, hexOf),
  form: (text) => new URLSearchParams({ v: text }).toString().slice(2),
  json: (text) => JSON.stringify(text).slice(1, -1),
  'json of PHP': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll('/', '\\/')
      .replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  xml: (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'xml, every character': (text) =>
    Array.from(text, (one) => `&#x${one.codePointAt(0)?.toString(16)};`).join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  basic: (text) => Buffer.from(`user:${text}`).toString('base64'),
  'basic, as the user': (text) => Buffer.from(`${text}:pw`).toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex, capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

const DIGESTS = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'].flatMap((algorithm) =>
  (['hex', 'base64', 'base64url'] as const).map(
    (encoding) =>
      [
        `${algorithm} ${encoding}`,
        (text: string) => createHash(algorithm).update(text).digest(encoding),
      ] as const,
  ),
);

const secret = fc
  .oneof(
    fc.string({ minLength: 6, maxLength: 40 }),
    fc.string({ minLength: 6, maxLength: 30, unit: 'grapheme' }),
    fc.base64String({ minLength: 8, maxLength: 64 }),
    fc.constantFrom('a+b c%20d', 'p&ss"w\\ord', '</k>&amp;', '100%25sure', '\\u0041bcdef'),
  )
  .filter((text) => text.isWellFormed() && text.trim().length >= 6);

describe.each(Object.entries(FORMS))('a secret as %s', (_name, form) => {
  it('is covered wherever it stands', () => {
    fc.assert(
      fc.property(secret, (text) => {
        const written = form(text);
        for (const around of [
          written,
          `{"key":"${written}","ok":1}`,
          `https://host/send/${written}?to=60123456789&x=${written}`,
          `Wrong key ${written}.`,
        ]) {
          const masked = createMask([text])(around);
          expect(masked).not.toContain(written);
          expect(masked).toContain(MASK);
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('is covered in one form within another', () => {
  const forms = fc.constantFrom(...Object.values(FORMS));
  fc.assert(
    fc.property(secret, forms, forms, (text, inner, outer) => {
      const written = outer(inner(text));
      expect(createMask([text])(`a ${written} z`)).not.toContain(written);
    }),
    { numRuns: 400 },
  );
});

it.each(DIGESTS)('is covered as a digest (%s), alone and with another', (_name, digest) => {
  const mask = createMask(['user-1', 'hush-hush']);
  for (const text of ['hush-hush', 'user-1:hush-hush', 'user-1hush-hush']) {
    expect(mask(`/sig/${digest(text)}; ${digest(text)}`)).not.toContain(digest(text));
  }
});

it('is covered where it holds the sign that stands for unreadable characters', () => {
  const secret = 'Zq7\uFFFD !';
  expect(createMask([secret])(`no: ${encodeURIComponent(secret)}`)).toBe(`no: ${MASK}`);
});

it('leaves what is no secret as it is', () => {
  const mask = createMask(['hush-hush-1', 'another one']);
  const texts = [
    '{"status":"ok","id":"88ce9c6e-1707-41b8-95a2-91d228001fc7","parts":1}',
    'https://api.example.com/send?to=60123456789&text=Hello%20you+there&sig=0123456789abcdef',
    'RM0.00 你好 <b>bold</b> &amp; done \\u0041 aGVsbG8gd29ybGQ=',
  ];
  for (const text of texts) expect(mask(text)).toBe(text);
});

it('covers the beginning of a secret where an answer broke off', () => {
  fc.assert(
    fc.property(secret, fc.integer({ min: 3, max: 40 }), (text, length) => {
      const begun = text.slice(0, Math.min(length, text.length - 1));
      if (begun.trim().length < 3) return;
      const masked = createMask([text])(`{"echo":"${begun}`, { cut: true });
      expect(masked).toBe(`{"echo":"${MASK}`);
    }),
    { numRuns: 100 },
  );
  const half = `{"auth":"${Buffer.from('user:hush-hush').toString('base64').slice(0, -5)}`;
  expect(createMask(['hush-hush'])(half, { cut: true })).toBe(`{"auth":"${MASK}`);
});

it('covers a very short secret only where it is a word', () => {
  const mask = createMask(['ab']);
  expect(mask('user=ab&to=60123456789 abacus {"pass":"ab"}')).toBe(
    `user=${MASK}&to=60123456789 abacus {"pass":"${MASK}"}`,
  );
});

it('covers 64 kB of somebody else’s page in a moment', () => {
  const page = '<p class="x">Welcome &amp; hello %20 \\u0041 c2VjcmV0 /send/QUJDRA+b</p>\n'.repeat(
    900,
  );
  const started = performance.now();
  createMask(['hush-hush-1', 'user@example.com', 'short', 'a-much-longer-secret-of-a-gateway'])(
    page,
  );
  expect(performance.now() - started).toBeLessThan(5_000);
});
