import { z } from 'zod';
import { isHeaderValue } from '#shared/gateways/http-headers.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';

/** What may stand in a request template between double braces. */
export const HTTP_PLACEHOLDERS = [
  'to',
  'text',
  'reference',
  'callback',
  'secret.user',
  'secret.password',
  'secret.apiKey',
  'secret.apiSecret',
] as const;

const MAX_TEMPLATE = 8_000;
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

const template = z
  .string()
  .max(MAX_TEMPLATE)
  .superRefine((text, context) => {
    for (const [, name = ''] of text.matchAll(PLACEHOLDER)) {
      if (HTTP_PLACEHOLDERS.some((known) => known === name)) continue;
      const choices = HTTP_PLACEHOLDERS.join(', ');
      context.addIssue({
        code: 'custom',
        message: `{{${name}}} is none of ${choices}`,
        params: { fault: 'placeholder', placeholder: `{{${name}}}`, choices },
      });
    }
  });

const path = z.string().max(200);

const requestSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT']),
  /** Path and query below the gateway's address; what is filled in is percent-encoded. */
  path: template,
  /** Values may hold placeholders; a line break in one is refused. */
  headers: z
    .record(
      z.string().regex(/^[A-Za-z0-9-]{1,60}$/),
      template.refine(isHeaderValue, {
        message: 'a header carries only Latin letters, figures and signs',
        params: { fault: 'header' },
      }),
    )
    .default({}),
  body: template.default(''),
  /** How what is filled into the body is escaped. */
  encoding: z.enum(['json', 'form', 'xml', 'plain']).default('json'),
});

/** A request template and response rules as data: a gateway without code. */
export const httpOptionsSchema = z.strictObject({
  /** `digits`: 60123456789. `plus`: +60123456789. */
  number: z.enum(['digits', 'plus']).default('digits'),
  send: requestSchema,
  /** A JSON answer is read by dotted paths; a text answer by how it begins. */
  answer: z.enum(['json', 'text']).default('json'),
  /** All must hold for a message to count as taken; none: HTTP 2xx is enough, which proves least. */
  success: z
    .array(z.strictObject({ path, equals: z.array(z.string().max(100)).min(1) }))
    .max(10)
    .default([]),
  /** Of a text answer: one of these must be its beginning; the id is what follows. */
  successText: z.array(z.string().min(1).max(100)).max(10).default([]),
  idPath: path.default(''),
  codePath: path.default(''),
  partsPath: path.default(''),
  creditsPath: path.default(''),
  /** Null: the gateway cannot be asked for its balance. */
  balance: requestSchema.extend({ creditsPath: path }).nullable().default(null),
  /** Names of the values in a delivery report, in its query, form or JSON. Null: it sends none. */
  report: z
    .strictObject({ id: path.min(1), word: path.min(1) })
    .nullable()
    .default(null),
  /**
   * Names of the values of a message from a phone; `to` and `id` empty where there are none. Null: it hands
   * none over.
   */
  incoming: z
    .strictObject({
      from: path.min(1),
      text: path.min(1),
      to: path.default(''),
      id: path.default(''),
    })
    .nullable()
    .default(null),
});

/** See httpOptionsSchema. */
export type HttpOptions = z.infer<typeof httpOptionsSchema>;

/** Fills a template; `escape` makes a value safe for its place. */
export function fillTemplate(
  text: string,
  values: Readonly<Record<string, string>>,
  escape: (value: string) => string,
): string {
  return text.replace(PLACEHOLDER, (_, name: string) => escape(values[name] ?? ''));
}

/** A beginning for any HTTP gateway: to be changed to what its documentation says. */
export const HTTP_PROFILE: GatewayProfile = {
  id: 'http',
  label: 'HTTP gateway',
  gsm7: { single: 160, multi: 153 },
  ucs2: { single: 70, multi: 67 },
  maxParts: 10,
  pricePrefix: { text: 'RM0.00 ', countries: ['MY'], addedBy: 'none' },
  batchSize: 1,
  dedupe: 'none',
  ratePerSecond: 10,
  reportsMean: { delivered: 'delivered, as the gateway says' },
  givesReports: true,
  reports: { delivered: 'delivered', undelivered: 'undelivered', failed: 'undelivered' },
  codes: {},
  creditsPerPart: 1,
  options: {
    number: 'digits',
    send: {
      method: 'POST',
      path: 'send',
      headers: { Authorization: 'Bearer {{secret.apiKey}}' },
      body: '{"to":"{{to}}","text":"{{text}}","reference":"{{reference}}","callback":"{{callback}}"}',
      encoding: 'json',
    },
    answer: 'json',
    success: [{ path: 'status', equals: ['ok'] }],
    successText: [],
    idPath: 'id',
    codePath: 'code',
    partsPath: 'parts',
    creditsPath: 'credits',
    balance: null,
    report: { id: 'id', word: 'status' },
    incoming: null,
  },
};
