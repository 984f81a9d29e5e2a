import { fillTemplate, type HttpOptions } from '#shared/gateways/http-profile.ts';
import type { HttpCall } from '#core/gateways/http/client.ts';

type RequestTemplate = HttpOptions['send'];

const CONTENT_TYPES: Readonly<Record<RequestTemplate['encoding'], string>> = {
  json: 'application/json; charset=utf-8',
  form: 'application/x-www-form-urlencoded; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  plain: 'text/plain; charset=utf-8',
};

/** Makes a value safe for its place in a body, so that no text can change the request around it. */
const ESCAPES: Readonly<Record<RequestTemplate['encoding'], (value: string) => string>> = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: encodeURIComponent,
  xml: (value) =>
    value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;'),
  plain: (value) => value,
};

/** Fills a request template. `base` is the path of the gateway's address, ending in a slash. */
export function renderRequest(
  request: RequestTemplate,
  values: Readonly<Record<string, string>>,
  base: string,
): HttpCall {
  const { method, encoding } = request;
  const path = base + fillTemplate(request.path, values, encodeURIComponent).replace(/^\/+/, '');
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(request.headers)) {
    // A header ends at a line break: nothing that is filled in may bring one.
    const oneLine = (value: string) => value.replace(/[\r\n\0]/g, ' ');
    headers[name.toLowerCase()] = fillTemplate(text, values, oneLine);
  }
  if (method === 'GET') return { method, path, headers };
  headers['content-type'] ??= CONTENT_TYPES[encoding];
  return { method, path, headers, body: fillTemplate(request.body, values, ESCAPES[encoding]) };
}
