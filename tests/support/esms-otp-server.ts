import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** A request as it arrived, and what it said. */
type Seen = {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
  raw: string;
  body: Record<string, unknown>;
};

/**
 * A second, independent reading of the eSMS pages "Generate OTP Code" and "Verify OTP Code" (2021): it
 * shares no line with Siar, so that a misreading on one side shows. Every request is kept in `seen`.
 */
export async function startEsmsOtpServer(account: { key: string; secret: string; code: string }) {
  const seen: Seen[] = [];
  const sent = new Map<string, string>();
  const texts: string[] = [];
  const keyOf = (body: Record<string, unknown>) =>
    JSON.stringify([body['app-id'] ?? 1, body['phone']]);

  function generate(body: Record<string, unknown>): Record<string, unknown> {
    const phone = body['phone'];
    const message = body['message'];
    const brand = body['brand-name'];
    const duration = body['duration'] ?? 3;
    if (!body['api-key'] || !body['api-secret'] || !phone) return { status: 1 };
    if (body['api-key'] !== account.key || body['api-secret'] !== account.secret) {
      return { status: 3 };
    }
    if (typeof phone !== 'string' || /\D/.test(phone)) return { status: 9 };
    if (phone[0] === '0') return { status: 4 };
    if (!message && !brand) return { status: 11 };
    if (typeof duration !== 'number' || duration > 9) return { status: 14 };
    let text = '';
    if (typeof brand === 'string') {
      if (brand.length > 20) return { status: 13 };
      const language = body['language'] ?? 'en';
      if (language !== 'en' && language !== 'my' && language !== 'zh') return { status: 15 };
      text = `RM0.00 ${brand} - Your OTP code is #otp#. This is valid for the next #duration# minutes.`;
    } else if (typeof message === 'string') {
      text = message;
      if (text.indexOf('#otp#') < 0) return { status: 12 };
      if (phone.slice(0, 2) === '60' && text.slice(0, 7) !== 'RM0.00 ') return { status: 10 };
    }
    text = text.split('#otp#').join(account.code).split('#duration#').join(String(duration));
    if (text.length > 160) return { status: 8 };
    sent.set(keyOf(body), account.code);
    texts.push(text);
    return { status: 0, creditDeducted: 1, parts: 1, type: 0 };
  }

  function verify(body: Record<string, unknown>): Record<string, unknown> {
    if (!body['api-key'] || !body['api-secret'] || !body['phone'] || !body['code']) {
      return { status: 1 };
    }
    return { status: sent.get(keyOf(body)) === body['code'] ? 0 : 16 };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const body = JSON.parse(raw) as Record<string, unknown>;
      const { url: path = '', method = '', headers } = request;
      seen.push({ path, method, headers, raw, body });
      const answer = path === '/sms/otp/generate' ? generate(body) : verify(body);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          message: answer['status'] === 0 ? 'ok' : 'no',
          id: '88ce9c6e-1707-41b8-95a2-91d228001fc7',
          ...answer,
        }),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, seen, texts };
}
