import { invalid } from '#shared/contract/errors.ts';

/** Whether a host name or address can only mean this computer. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  );
}

/**
 * Checks a gateway's base address and returns it without a trailing slash. Credentials travel
 * there, so plain http is taken only to this computer or where the user said so.
 * Throws SiarError `bad-url` or `plain-http`.
 */
export function checkGatewayUrl(
  text: string,
  allowPlainHttp: boolean,
  what = 'gateway address',
): string {
  const url = parseWebUrl(text, what);
  if (url.search !== '' || url.hash !== '') {
    throw invalid(
      'bad-url',
      `The ${what} ${text} must end before any ? or #. Nothing was saved; enter only the base address, such as https://api.esms.com.my.`,
      { url: text, case: 'query' },
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowPlainHttp) {
    throw invalid(
      'plain-http',
      `The ${what} ${text} is plain http: anyone on the way could read the credentials and the messages. Nothing was saved; use https, or allow plain http for it yourself.`,
      { url: text, case: 'http' },
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** Checks the public address of the delivery-report listener. Throws SiarError `bad-url`. */
export function checkDlrUrl(text: string): string {
  const url = parseWebUrl(text, 'public delivery-report address');
  if (url.search !== '' || url.hash !== '') {
    throw invalid(
      'bad-url',
      `The public delivery-report address ${text} must end before any ? or #, because Siar adds its own path. Nothing was saved.`,
      { url: text, case: 'own-path' },
    );
  }
  return url.href.replace(/\/+$/, '');
}

function parseWebUrl(text: string, what: string): URL {
  const url = URL.parse(text.trim());
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw invalid(
      'bad-url',
      `The ${what} ${text} is not a web address. Nothing was saved; it must begin with https://.`,
      { url: text, case: 'no-web-address' },
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid(
      'bad-url',
      `The ${what} must not contain a user name or password: addresses are shown and logged. Nothing was saved; enter credentials as secrets.`,
      { case: 'credentials' },
    );
  }
  return url;
}

/** Splits HOST:PORT (an IPv6 host in brackets). Throws SiarError `bad-address`. */
export function parseHostPort(text: string): { host: string; port: number } {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:/[\]@]+)):(\d{1,5})$/i.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    throw invalid(
      'bad-address',
      `${text} is not an address to listen on. Nothing was saved; write HOST:PORT, such as 127.0.0.1:8790.`,
      { address: text },
    );
  }
  return { host, port };
}

/** Checks an address to listen on against the public address that leads there. */
export function checkDlrListen(text: string, dlrUrl: string | null): string {
  const { host, port } = parseHostPort(text);
  if (dlrUrl === null && (host === '0.0.0.0' || /^[0:]+$/.test(host))) {
    throw invalid(
      'dlr-url-missing',
      `${text} listens on every address of this computer, so the gateway cannot be told which one to call. Nothing was saved; give the public address too.`,
      { address: text },
    );
  }
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
