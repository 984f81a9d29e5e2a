import type {
  AnswerHeaders,
  Exchange,
  ExchangeOptions,
  HttpResult,
} from '#core/gateways/http/exchange.ts';
import type { WireExchange, WireField } from '#core/gateways/wire.ts';
import type { Clock } from '#core/ports.ts';

/** Requests as they were made, in order, with what came of each. Secrets included. */
export type Recording = { readonly exchanges: WireExchange[]; readonly results: HttpResult[] };

/** Makes requests with `make` and keeps them in `recording`. */
export function recordExchanges(recording: Recording, make: Exchange, clock: Clock): Exchange {
  return async (options) => {
    const [at, started] = [clock.now(), clock.monotonic()];
    const result = await make(options);
    const ms = Math.round(clock.monotonic() - started);
    recording.results.push(result);
    recording.exchanges.push({ ...toRequest(options), ...toReply(result), at: Math.trunc(at), ms });
    return result;
  };
}

/** Answers every request with what was made up, and sends nothing. */
export function standIn(result: HttpResult): Exchange {
  return () => Promise.resolve(result);
}

function toRequest({ origin, path, method, headers, body }: ExchangeOptions) {
  const text = body === null ? null : body.toString();
  const given = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return {
    method,
    url: origin + path,
    headers: [
      { name: 'host', value: new URL(origin).host },
      ...given,
      ...(text === null
        ? []
        : [{ name: 'content-length', value: String(Buffer.byteLength(text)) }]),
    ],
    body: text,
  };
}

function toReply(result: HttpResult): Pick<WireExchange, 'reply' | 'failure'> {
  if (result.kind === 'answer') {
    const { status, headers = {}, body } = result;
    const reply = { status: String(status), headers: toFields(headers), body, whole: true };
    return { reply, failure: null };
  }
  const { partly, code } = result;
  if (!partly) return { reply: null, failure: code };
  const { status, headers, body } = partly;
  const reply = { status: String(status), headers: toFields(headers), body, whole: false };
  return { reply, failure: code };
}

function toFields(headers: AnswerHeaders): WireField[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => ({ name, value: one })),
  );
}
