import { invalid } from '#shared/contract/errors.ts';
import { isLoopback } from '#core/gateways/addresses.ts';

/** Ports in use where the address names none; the one for TLS is a habit, not a standard. */
const PORT = 2775;
const TLS_PORT = 3550;

/** Where an SMPP gateway is. */
export type SmppAddress = { host: string; port: number; tls: boolean };

/** Reads an address that `checkSmppUrl` has passed. */
export function smppAddress(url: string): SmppAddress {
  const { protocol, hostname, port } = new URL(url);
  const tls = protocol === 'smpps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (tls ? TLS_PORT : PORT) : Number(port),
    tls,
  };
}

/**
 * Checks the address of an SMPP gateway: `smpp://host:port`, or `smpps://` for TLS. SMPP sends its
 * password in the open, so without TLS it is taken only to this computer or where the user said so.
 * Throws SiarError `bad-url` or `plain-http`.
 */
export function checkSmppUrl(text: string, allowPlain: boolean): string {
  const url = URL.parse(text.trim());
  const isSmpp = url?.protocol === 'smpp:' || url?.protocol === 'smpps:';
  if (!url || !isSmpp || url.hostname === '' || !/^\/?$/.test(url.pathname)) {
    throw invalid(
      'bad-url',
      `The gateway address ${text} is not an SMPP address. Nothing was saved; write smpp://HOST:PORT, or smpps://HOST:PORT for TLS.`,
      { url: text, case: 'no-smpp' },
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw invalid(
      'bad-url',
      'The gateway address must be host and port only: addresses are shown and logged. Nothing was saved; enter credentials as secrets.',
      { case: 'host-only' },
    );
  }
  if (url.protocol === 'smpp:' && !isLoopback(url.hostname) && !allowPlain) {
    throw invalid(
      'plain-http',
      `The gateway address ${text} is SMPP without TLS: anyone on the way could read the password and the messages. Nothing was saved; use smpps://, or a tunnel, or allow plain text for this gateway yourself.`,
      { url: text, case: 'smpp' },
    );
  }
  const { host, port, tls } = smppAddress(url.href);
  return `${tls ? 'smpps' : 'smpp'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
