import type { ShownExchange } from '#shared/contract/probes.ts';
import type { WireExchange, WireField } from '#core/gateways/wire.ts';
import { MASK, type Mask } from '#core/gateways/mask-secrets.ts';

/** What is shown of a body, in characters. */
const MOST_BODY = 8_000;
/** A secret that begins just before the end of what is shown is looked at as a whole. */
const MARGIN = 4_000;
const MOST_HEADERS = 40;
const MOST_VALUE = 600;
/** Headers whose whole value lets somebody in, whoever made it up; a scheme before it may be read. */
const CREDENTIAL_HEADER =
  /^(proxy-)?authorization$|^(set-)?cookie$|api-?key|token|secret|password/i;
/** Names of values that are a credential also where the user typed it into a template. */
const CREDENTIAL_NAME = '[\\w.-]*(?:pass(?:word|wd)?|secret|token|api-?_?key|signature)[\\w.-]*';
const IN_QUERY = new RegExp(`((?:^|[?&\\s;])${CREDENTIAL_NAME}=)([^&\\s;"'<>]+)`, 'gi');
const IN_JSON = new RegExp(`("${CREDENTIAL_NAME}"\\s*:\\s*")((?:[^"\\\\]|\\\\.)+)(?=")`, 'gi');
const IN_XML = new RegExp(`(<(${CREDENTIAL_NAME})>)([^<]+)(?=</)`, 'gi');
/** Control and direction characters: they could change what a terminal or a page shows around them. */
const UNSAFE = /[^\P{Cc}\n\t]|\p{Bidi_Control}/gu;

/**
 * An exchange as it may be seen: secrets covered, cut to a size, and nothing that is not plain text. Octets in
 * hexadecimal are covered as a whole where a field holds a secret: in GSM or UCS-2 they spell it another way.
 */
export function showExchange(exchange: WireExchange, mask: Mask): ShownExchange {
  const { method, url, body, reply, failure, at, ms } = exchange;
  const cover = (text: string, cut = false) => {
    // Looking for secrets costs time by length; what lies beyond is not shown anyway.
    const isLong = text.length > MOST_BODY + MARGIN;
    const head = isLong ? text.slice(0, MOST_BODY + MARGIN) : text;
    return coverNamed(mask(head, { cut: cut || isLong }));
  };
  const fields = (headers: readonly WireField[]) =>
    headers.slice(0, MOST_HEADERS).map((field) => showField(field, mask));
  const spelled = (text: string, headers: readonly WireField[], whole = true) =>
    exchange.bodyIs === 'hex' && headers.some(({ value }) => mask(value) !== value)
      ? { text: MASK, cut: false }
      : shorten(cover(text, !whole), MOST_BODY);
  return {
    request: {
      method,
      url: shorten(cover(url), MOST_BODY).text,
      headers: fields(exchange.headers),
      body: body === null ? null : spelled(body, exchange.headers),
    },
    reply: reply && {
      status: reply.status,
      headers: fields(reply.headers),
      body: spelled(reply.body, reply.headers, reply.whole),
      whole: reply.whole,
    },
    failure,
    at,
    ms,
  };
}

/** A short text of a gateway's (a code, an id, a sentence) as it may be seen. */
export function showText(text: string, mask: Mask): string {
  return shorten(mask(text), MOST_VALUE).text;
}

function showField({ name, value }: WireField, mask: Mask): WireField {
  const shown = CREDENTIAL_HEADER.test(name) ? coverCredential(value) : mask(value);
  return { name, value: shorten(shown, MOST_VALUE).text };
}

/** `Bearer abc` → `Bearer ••••`. */
function coverCredential(value: string): string {
  const scheme = /^(Basic|Bearer|Digest|Token|ApiKey)\s/i.exec(value)?.[1];
  return scheme === undefined ? MASK : `${scheme} ${MASK}`;
}

function coverNamed(text: string): string {
  return text
    .replace(IN_QUERY, `$1${MASK}`)
    .replace(IN_JSON, `$1${MASK}`)
    .replace(IN_XML, `$1${MASK}`);
}

function shorten(text: string, most: number): { text: string; cut: boolean } {
  const safe = text.replaceAll('\r\n', '\n').replace(UNSAFE, '\uFFFD');
  if (safe.length <= most) return { text: safe, cut: false };
  // No half of a surrogate pair at the end.
  const end = /[\uD800-\uDBFF]$/.test(safe.slice(0, most)) ? most - 1 : most;
  return { text: safe.slice(0, end), cut: true };
}
