import { randomInt } from 'node:crypto';
import { smppOptionsSchema } from '#shared/gateways/smpp-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { say } from '#shared/said/say.ts';
import type { Secrets, Logger } from '#core/ports.ts';
import type {
  DeliveryReport,
  GatewayDriver,
  IncomingMessage,
  SendOutcome,
  SendRequest,
} from '#core/gateways/gateway-driver.ts';
import { smppAddress } from '#core/gateways/smpp/address.ts';
import { classifyFailure, classifyStatus, lost } from '#core/gateways/smpp/classify.ts';
import { STATUS, statusText } from '#core/gateways/smpp/constants.ts';
import { toSubmitExchange } from '#core/gateways/smpp/show-submit.ts';
import { toExchange } from '#core/gateways/smpp/show-opening.ts';
import type { WireExchange } from '#core/gateways/wire.ts';
import { createIncoming } from '#core/gateways/smpp/incoming.ts';
import type { BindBody, MessageBody } from '#core/gateways/smpp/pdu.ts';
import type { SubmitWire } from '#core/gateways/smpp/link.ts';
import { createSession } from '#core/gateways/smpp/session.ts';
import { toSubmits } from '#core/gateways/smpp/submits.ts';
import { createThrottle } from '#core/gateways/smpp/throttle.ts';

/** An SMPP account and how to talk to it. */
export type SmppDriverOptions = {
  /** `smpp://host:2775`, or `smpps://host:3550` for TLS; certificates are always verified. */
  baseUrl: string;
  /** `systemId` and `password`. */
  secrets: Secrets;
  profile: GatewayProfile;
  logger: Logger;
  onReport: (report: DeliveryReport) => Promise<void>;
  onIncoming: (message: IncomingMessage) => Promise<void>;
  timeouts?: { connectMs?: number; answerMs?: number; enquireMs?: number };
  reconnectMs?: readonly number[];
  /** First wait after "too fast", ms. */
  throttleMs?: number;
};

/** Whom a message goes to, when to give up, and who looks at it. */
type Way = {
  msisdn: string;
  signal: AbortSignal;
  watch: ((exchange: WireExchange) => void) | undefined;
};

type Part = { kind: 'accepted'; id: string } | Exclude<SendOutcome, { kind: 'accepted' }>;

const INTERFACE_VERSION = 0x34;
const CONNECT_MS = 10_000;
/** How often a further part is offered again to a gateway that is too busy for it. */
const PART_TRIES = 6;

/**
 * SMPP 3.4 on one transceiver session. A message of several parts first sends one: only once that is
 * taken do the others follow, so that a refusal costs nothing and leaves nothing half sent.
 */
export function createSmppDriver(options: SmppDriverOptions): GatewayDriver {
  return new SmppDriver(options);
}

class SmppDriver implements GatewayDriver {
  private readonly profile: GatewayProfile;
  private readonly settings;
  private readonly url: string;
  private readonly bind: BindBody;
  private readonly session;
  private readonly incoming;
  private readonly throttle;
  private reference = randomInt(0x1_0000);

  constructor(options: SmppDriverOptions) {
    const { profile, secrets, timeouts } = options;
    this.profile = profile;
    this.settings = smppOptionsSchema.parse(profile.options);
    this.throttle = createThrottle(options.throttleMs);
    this.incoming = createIncoming(options);
    this.url = options.baseUrl;
    this.bind = {
      systemId: secrets['systemId'] ?? '',
      password: secrets['password'] ?? '',
      systemType: this.settings.systemType,
      interfaceVersion: INTERFACE_VERSION,
      addrTon: 0,
      addrNpi: 0,
      addressRange: '',
    };
    this.session = createSession({
      ...smppAddress(options.baseUrl),
      bind: this.bind,
      window: this.settings.window,
      timeouts: {
        connectMs: timeouts?.connectMs ?? CONNECT_MS,
        answerMs: timeouts?.answerMs ?? this.settings.answerSeconds * 1_000,
        enquireMs: timeouts?.enquireMs ?? this.settings.enquireSeconds * 1_000,
      },
      logger: options.logger,
      onDeliver: (message) => this.incoming.take(message),
      ...(options.reconnectMs && { reconnectMs: options.reconnectMs }),
    });
  }

  async send(
    request: SendRequest,
    signal: AbortSignal,
    watch?: (exchange: WireExchange) => void,
  ): Promise<SendOutcome> {
    let bodies: MessageBody[];
    this.reference = (this.reference + 1) & 0xffff;
    try {
      bodies = toSubmits(request, this.profile, this.settings, this.reference);
    } catch (error) {
      return unsendable(error);
    }
    const settled = this.incoming.expect(request.msisdn);
    try {
      return await this.sendParts(bodies, { msisdn: request.msisdn, signal, watch });
    } finally {
      settled();
    }
  }

  balance() {
    return Promise.resolve({
      ok: false as const,
      code: 'no-balance',
      reason: say('no-balance-smpp', { gateway: this.profile.label }),
    });
  }

  async check() {
    const failure = await this.session.connect();
    if (!failure) return { ok: true as const, detail: null };
    const { code, reason } = classifyFailure(failure, this.profile);
    return { ok: false as const, code, reason };
  }

  lastOpening(): WireExchange | null {
    const { opening } = this.session;
    return opening ? toExchange(this.url, this.bind, opening) : null;
  }

  listen(): void {
    this.session.listen();
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private async sendParts([head, ...tail]: MessageBody[], way: Way): Promise<SendOutcome> {
    const first = head && (await this.submit(head, way));
    if (first?.kind !== 'accepted') return first ?? unsendable('nothing to send');
    const further = await Promise.all(tail.map((body) => this.submitFurther(body, way)));
    const ids: string[] = [];
    for (const part of further) {
      if (part.kind !== 'accepted') return this.partly(part, further, tail.length + 1);
      ids.push(part.id);
    }
    return {
      kind: 'accepted',
      gatewayMessageId: first.id === '' ? null : first.id,
      ...(ids.length > 0 && { furtherIds: ids.filter((id) => id !== '') }),
      parts: null,
      credits: null,
      code: statusText(STATUS.ok),
    };
  }

  private async submit(body: MessageBody, { msisdn, signal, watch }: Way): Promise<Part> {
    const { profile, throttle } = this;
    let result;
    try {
      const look = watch && ((wire: SubmitWire) => watch(toSubmitExchange(this.url, body, wire)));
      result = await this.session.submit(body, signal, look);
    } catch (error) {
      return unsendable(error);
    }
    switch (result.kind) {
      case 'aborted':
        return {
          kind: 'retryable',
          code: 'interrupted',
          reason: say('stopped-before'),
          unreachable: false,
        };
      case 'unreachable':
        return classifyFailure(result.failure, profile);
      case 'lost':
        return lost(result.code, profile);
      case 'answer':
        break;
    }
    const { status, id } = result;
    if (status === STATUS.ok) {
      throttle.ease();
      this.incoming.sent(id, msisdn);
      return { kind: 'accepted', id };
    }
    if (status !== STATUS.throttled && status !== STATUS.queueFull) {
      return classifyStatus(status, profile);
    }
    const { reason } = classifyStatus(status, profile);
    const retryAfterMs = throttle.note(performance.now());
    return { kind: 'rate-limited', retryAfterMs, code: statusText(status), reason };
  }

  /** A part whose message is half taken is worth some patience: what was refused for now is offered again. */
  private async submitFurther(body: MessageBody, way: Way): Promise<Part> {
    const { signal } = way;
    for (let tries = 1; ; tries++) {
      const part = await this.submit(body, way);
      const waitMs =
        part.kind === 'rate-limited'
          ? part.retryAfterMs
          : part.kind === 'retryable'
            ? 1_000 * tries
            : undefined;
      if (waitMs === undefined || tries === PART_TRIES || signal.aborted) return part;
      await pause(waitMs, signal);
    }
  }

  /** Some parts are taken and one is not: neither sent nor unsent, so a person decides. */
  private partly(missing: Part, further: readonly Part[], total: number): SendOutcome {
    const taken = 1 + further.filter(({ kind }) => kind === 'accepted').length;
    const reason = 'reason' in missing ? missing.reason : '';
    return {
      kind: 'ambiguous',
      code: 'code' in missing ? missing.code : 'partly',
      reason: say('took-some-parts', { gateway: this.profile.label, taken, total, reason }),
    };
  }
}

function unsendable(error: unknown): Exclude<SendOutcome, { kind: 'accepted' }> {
  const why = error instanceof Error ? error.message : String(error);
  return {
    kind: 'rejected',
    code: 'unsendable',
    reason: say('cannot-be-written', { why }),
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
