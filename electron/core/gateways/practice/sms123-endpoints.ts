import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { MAYSMS_PROFILE, SMS123_PROFILE } from '#shared/gateways/sms123-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { measureText } from '#shared/sms/segments.ts';
import { systemClock, type Clock } from '#core/ports.ts';
import { createAcceptedLog, type AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { answer, plain, suffer } from '#core/gateways/practice/answers.ts';
import { createDoor } from '#core/gateways/practice/door.ts';
import { createFaultPlan, type Mishap } from '#core/gateways/practice/fault-plan.ts';
import { createTemplateDecisions } from '#core/gateways/practice/template-decisions.ts';
import { readFields } from '#core/gateways/practice/read-fields.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

/** How to start a practice gateway that speaks SMS123. */
export type Sms123PracticeOptions = {
  port?: number | undefined;
  host?: string;
  /** `maysms`: the white label whose codes count one more. */
  brand?: 'sms123' | 'maysms';
  script?: PracticeScript | undefined;
  /** File that gets one JSON line per accepted message, before the sender is answered. */
  record?: string | undefined;
  clock?: Clock;
  /** Credits that a message costs; by the brand's profile unless told. */
  price?: (msisdn: string, parts: number) => number;
  /** Where decisions on texts are called in to, at that moment; else as the script says. */
  templateCallback?: () => string | null;
  onAccept?: (message: AcceptedMessage) => void;
  /** Called for every whole send request, taken or not. */
  onRequest?: (request: { reference: string; recipients: readonly string[] }) => void;
};

/** A running practice gateway that speaks SMS123. */
export type Sms123PracticeServer = {
  readonly url: string;
  readonly port: number;
  /** The last 1,000 accepted messages, newest first. */
  inbox(): AcceptedMessage[];
  close(): Promise<void>;
};

const START_BALANCE = 100_000;
const LOW_BALANCE = 100;
const MAX_RECIPIENTS = 100;

type Fields = Readonly<Record<string, string>>;
/** A meaning of the code table, by the code that www.sms123.net gives it. */
type BaseCode = keyof typeof WORDS;

const WORDS = {
  E00001: 'Completed successfully.',
  BE00128: 'Completed successfully. Your balance is low.',
  E00242: 'Invalid recipient.',
  E00243: 'Message content is empty.',
  E00248: 'No recipient.',
  E00249: 'Message is more than 10 SMS.',
  E00250: 'Insufficient balance.',
  E00253: 'More than 100 recipients.',
  E00359: 'Invalid API Key.',
  BE00096: 'Duplicate reference ID.',
} as const;

/**
 * The practice gateway in SMS123's dialect: a real HTTP server that speaks `send.php`, `getBalance.php` and
 * `smsAddTemplate.php` (API page of sms123.net), takes messages and sends none. Throws SiarError
 * `port-in-use` or `record-unusable`.
 */
export async function createSms123Practice(
  options: Sms123PracticeOptions = {},
): Promise<Sms123PracticeServer> {
  const log = createAcceptedLog(options.record);
  const desk = new Desk(options, (message) => {
    log.add(message);
    options.onAccept?.(message);
  });
  const door = createDoor(
    createServer({ keepAliveTimeout: 60_000, maxHeaderSize: 65_536 }, (request, response) =>
      desk.serve(request, response),
    ),
    options.host ?? '127.0.0.1',
  );
  try {
    await door.open(options.port ?? 0);
    if (options.script?.down === true) await door.shut();
  } catch (error) {
    log.close();
    throw error;
  }
  return {
    url: door.url(),
    port: door.port(),
    inbox: () => log.recent(),
    async close() {
      desk.close();
      await door.close();
      log.close();
    },
  };
}

class Desk {
  readonly #options: Sms123PracticeOptions;
  readonly #accept: (message: AcceptedMessage) => void;
  readonly #profile: GatewayProfile;
  readonly #plan;
  readonly #clock: Clock;
  readonly #references = new Set<string>();
  readonly #decisions;
  #balance: number;

  constructor(options: Sms123PracticeOptions, accept: (message: AcceptedMessage) => void) {
    this.#options = options;
    this.#accept = accept;
    this.#profile = options.brand === 'maysms' ? MAYSMS_PROFILE : SMS123_PROFILE;
    this.#plan = createFaultPlan({ magicNumbers: false, ...options.script });
    this.#clock = options.clock ?? systemClock;
    this.#decisions = createTemplateDecisions(options.script ?? {}, options.templateCallback);
    this.#balance = options.script?.balance ?? START_BALANCE;
  }

  close(): void {
    this.#decisions.close();
  }

  serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://practice.invalid');
    const script = url.pathname.replace(/^\/api\/(api\/)?/, '');
    readFields(request, (body) => {
      const fields: Record<string, string> = Object.fromEntries(url.searchParams);
      for (const [key, value] of Object.entries(body ?? {})) fields[key] ??= String(value);
      if (script === 'send.php') this.#send(fields, response);
      else if (script === 'getBalance.php') this.#tellBalance(fields, response);
      else if (script !== 'smsAddTemplate.php') plain(request, response, 404, 'Not found');
      else if (request.method !== 'POST') plain(request, response, 405, 'Use POST');
      else this.#addTemplate(fields, response);
    });
  }

  #send(fields: Fields, response: ServerResponse): void {
    const numbers = (fields['recipients'] ?? '').split(';').filter((number) => number !== '');
    const { messageContent: text = '', referenceID: reference = '' } = fields;
    this.#options.onRequest?.({ reference, recipients: numbers });
    const refusal = this.#check(fields, numbers);
    if (refusal !== undefined) return this.#tell(response, refusal);
    const fates = numbers.map((number) => this.#plan.next(number));
    const before = fates.find((fate) => fate.before)?.before;
    if (before) return this.#suffer(response, before);
    if (reference !== '' && this.#references.has(reference))
      return this.#tell(response, 'BE00096', { referenceID: reference });
    const { parts, encoding } = measureText(text, this.#profile);
    const price = (to: string) => this.#price(to, parts);
    const total = numbers.reduce((sum, to) => sum + price(to), 0);
    if (total > this.#balance) return this.#tell(response, 'E00250');
    if (reference !== '') this.#references.add(reference);
    const rows = numbers.map((to) => this.#take(to, text, parts, encoding === 'ucs2' ? 8 : 0));
    const after = fates.find((fate) => fate.after)?.after;
    if (after) return this.#suffer(response, after);
    this.#tell(response, this.#balance < LOW_BALANCE ? 'BE00128' : 'E00001', {
      referenceID: [reference],
      balance: this.#balanceText(),
      data: rows,
    });
  }

  #check(fields: Fields, numbers: readonly string[]): BaseCode | undefined {
    if (!this.#knows(fields)) return 'E00359';
    if (numbers.length === 0) return 'E00248';
    if (numbers.length > MAX_RECIPIENTS) return 'E00253';
    if ((fields['messageContent'] ?? '') === '') return 'E00243';
    if (numbers.some((number) => !/^[1-9]\d{6,14}$/.test(number))) return 'E00242';
    const { parts } = measureText(fields['messageContent'] ?? '', this.#profile);
    return parts > this.#profile.maxParts ? 'E00249' : undefined;
  }

  #take(to: string, text: string, parts: number, type: 0 | 8) {
    const id = randomUUID();
    const [at, monotonicMs] = [this.#clock.now(), this.#clock.monotonic()];
    this.#accept({ id, to, text, parts, type, at, monotonicMs });
    this.#balance -= this.#price(to, parts);
    return { recipients: to, referenceID: id };
  }

  #price(to: string, parts: number): number {
    return this.#options.price?.(to, parts) ?? parts * this.#profile.creditsPerPart;
  }

  #tellBalance(fields: Fields, response: ServerResponse): void {
    if (!this.#knows(fields) || (fields['email'] ?? '') === '')
      return this.#tell(response, 'E00359');
    this.#tell(response, 'E00001', { balance: this.#balanceText() });
  }

  #addTemplate(fields: Fields, response: ServerResponse): void {
    if (!this.#knows(fields) || (fields['email'] ?? '') === '')
      return this.#tell(response, 'E00359');
    if ((fields['messageContent'] ?? '') === '') return this.#tell(response, 'E00243');
    this.#tell(response, 'E00001', { referenceID: fields['referenceId'] ?? '' });
    this.#decisions.schedule({
      messageContent: fields['messageContent'] ?? '',
      referenceId: fields['referenceId'] ?? '',
    });
  }

  #knows(fields: Fields): boolean {
    const wanted = this.#options.script?.credentials?.apiKey;
    const key = fields['apiKey'] ?? '';
    return key !== '' && key !== 'wrong' && (wanted === undefined || key === wanted);
  }

  #balanceText(): string {
    return this.#balance.toLocaleString('en', { minimumFractionDigits: 2 });
  }

  #suffer(response: ServerResponse, mishap: Mishap): void {
    if (mishap.kind === 'status') return this.#tell(response, 'E00242');
    suffer(response, mishap, '');
  }

  /** The documented reply; white labels number the same meanings differently. */
  #tell(response: ServerResponse, base: BaseCode, more: Record<string, unknown> = {}): void {
    const code = this.#codeOf(base);
    const { class: kind, duplicate } = this.#profile.codes[code] ?? {};
    const status = kind === 'accepted' && duplicate !== true ? 'ok' : 'error';
    const reply = { status, msgCode: code, statusMsg: WORDS[base], ...more };
    answer(response, JSON.stringify(reply));
  }

  #codeOf(base: BaseCode): string {
    const meaning = SMS123_PROFILE.codes[base]?.meaning;
    const found = Object.entries(this.#profile.codes).find(([, one]) => one.meaning === meaning);
    return found?.[0] ?? Object.keys(this.#profile.codes)[0] ?? base;
  }
}
