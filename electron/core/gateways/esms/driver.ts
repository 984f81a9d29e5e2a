import { Agent } from 'undici';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { toWireText } from '#shared/sms/segments.ts';
import type { Secrets } from '#core/ports.ts';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import { classifyBalance, classifySend } from '#core/gateways/esms/classify.ts';
import { createEsmsOtp } from '#core/gateways/esms/otp.ts';
import { post, type HttpResult } from '#core/gateways/http/post.ts';

/** An eSMS account and how to talk to it. */
export type EsmsDriverOptions = {
  /** For example `https://api.esms.com.my`; https certificates are always verified. */
  baseUrl: string;
  /** `apiKey` and `apiSecret`. */
  secrets: Secrets;
  profile: GatewayProfile;
  /** Where the gateway reports deliveries to; null: reports are not asked for. */
  dlrCallback: string | null;
  timeouts?: { connectMs?: number; answerMs?: number };
  maxConnections?: number;
};

/** eSMS send page 2022: without the charset suffix non-ASCII text is garbled. */
const CONTENT_TYPE = 'application/json; charset=utf-8';
const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;
const MAX_CONNECTIONS = 64;
/** One-time passwords have connections of their own, so that none waits behind a campaign. */
const OTP_CONNECTIONS = 8;
/**
 * Idle connections are dropped soon: a request on one that the gateway has just closed ends in
 * doubt, and doubt costs more than a new connection.
 */
const KEEP_ALIVE_MS = 3_000;

/**
 * eSMS Malaysia over HTTP: one recipient per request, JSON bodies, no retries of its own (eSMS send
 * and balance pages, 2022 and 2021). Credentials travel in the body only and appear in no outcome.
 */
export function createEsmsDriver(options: EsmsDriverOptions): GatewayDriver {
  const { profile, secrets, dlrCallback } = options;
  const base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  const sendPath = new URL('sms/send', base).pathname;
  const balancePath = new URL('sms/balance', base).pathname;
  const agentSettings = {
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // The exchange has its own deadline, which covers the whole answer.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Said outright, so that no environment variable can switch the check off.
    connect: { timeout: options.timeouts?.connectMs ?? CONNECT_MS, rejectUnauthorized: true },
  };
  const agent = new Agent({
    ...agentSettings,
    connections: options.maxConnections ?? MAX_CONNECTIONS,
  });
  const otpAgent = new Agent({ ...agentSettings, connections: OTP_CONNECTIONS });
  const account = `{"user":${JSON.stringify(secrets['apiKey'] ?? '')},"pass":${JSON.stringify(secrets['apiSecret'] ?? '')}`;
  const tail = dlrCallback === null ? '}' : `,"dlr":1,"dlr-url":${JSON.stringify(dlrCallback)}}`;

  function call(
    path: string,
    body: string,
    signal: AbortSignal,
    dispatcher = agent,
  ): Promise<HttpResult> {
    return post({
      dispatcher,
      origin: base.origin,
      path,
      contentType: CONTENT_TYPE,
      body,
      timeoutMs: options.timeouts?.answerMs ?? ANSWER_MS,
      signal,
    });
  }

  return {
    async send(request, signal) {
      const to = JSON.stringify(request.msisdn);
      const text = JSON.stringify(toWireText(request.text));
      const type = request.encoding === 'ucs2' ? 8 : 0;
      const body = `${account},"to":${to},"msg":${text},"type":${type}${tail}`;
      return classifySend(await call(sendPath, body, signal), profile, Date.now());
    },
    async balance(signal) {
      const body = `${account}}`;
      let result = await call(balancePath, body, signal);
      // An idle connection that the gateway has just closed: asking again sends no message.
      if (isBrokenConnection(result)) result = await call(balancePath, body, signal);
      return classifyBalance(result, profile, Date.now());
    },
    otp: createEsmsOtp(secrets, profile, (path, body, signal) =>
      call(new URL(path, base).pathname, body, signal, otpAgent),
    ),
    async close() {
      await Promise.all([agent.close(), otpAgent.close()]);
    },
  };
}

function isBrokenConnection(result: HttpResult): boolean {
  return (
    result.kind === 'failed' &&
    result.sent &&
    !['TIMEOUT', 'ABORTED', 'TOO_LARGE'].includes(result.code)
  );
}
