import type { IncomingMessage, ServerResponse } from 'node:http';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { OTP_CODES, OTP_STATUSES } from '#shared/otp/status-codes.ts';
import type { Mishap } from '#core/gateways/practice/fault-plan.ts';

/** What a status means, in words. */
export function meaningOf(status: number): string {
  return ESMS_PROFILE.codes[String(status)]?.meaning ?? `status ${status}`;
}

/** Answers with a JSON text and HTTP 200, as eSMS does for errors too. */
export function answer(response: ServerResponse, json: string): void {
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(json),
  });
  response.end(json);
}

/** Answers with an eSMS status other than 0. */
export function refuse(response: ServerResponse, status: number, id: string): void {
  answer(response, JSON.stringify({ status, message: meaningOf(status), id }));
}

/** Answers with a status of the one-time-password pages. */
export function refuseOtp(response: ServerResponse, status: number, id: string): void {
  const known = OTP_STATUSES.find((one) => one === status);
  const message = known === undefined ? `status ${status}` : OTP_CODES[known].meaning;
  answer(response, JSON.stringify({ status, message, id }));
}

/** Answers what is no eSMS request at all. */
export function plain(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
): void {
  request.resume();
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}

/** Plays a mishap instead of answering. */
export function suffer(response: ServerResponse, mishap: Mishap, id: string): void {
  switch (mishap.kind) {
    case 'status':
      return refuse(response, mishap.status, id);
    case 'rate-limited':
      response.writeHead(429, { 'Retry-After': '1', 'Content-Length': '0' }).end();
      return;
    case 'http-500':
      response.writeHead(500, { 'Content-Type': 'text/html' }).end('<h1>Server error</h1>');
      return;
    case 'garbage':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Welcome to Wi-Fi</html>');
      return;
    case 'half-answer':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '200' });
      response.write('{"status":0,"creditDed', () => response.socket?.destroy());
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'timeout':
      // The socket stays open and silent until the sender gives up or the server closes.
      return;
  }
}
