import { say } from '#shared/said/say.ts';
import type { Agent } from 'undici';
import {
  MAX_WAIT_SECONDS,
  POLL_PATH,
  pollAnswerSchema,
  type PollAnswer,
} from '#core/relay/protocol.ts';

/** What became of one long poll. */
export type FetchResult =
  { ok: true; answer: PollAnswer } | { ok: false; code: string; message: string };

/** Far above what a relay puts into one answer. */
const MAX_ANSWER = 16 * 1024 * 1024;
const PATIENCE_MS = (MAX_WAIT_SECONDS + 10) * 1_000;

/** Asks a relay once for what came after the cursor; never throws. */
export async function fetchCallbacks(options: {
  agent: Agent;
  url: string;
  key: string;
  epoch: string | null;
  after: number;
  waitSeconds: number;
  signal: AbortSignal;
}): Promise<FetchResult> {
  const base = new URL(options.url);
  const query = new URLSearchParams({
    epoch: options.epoch ?? '',
    after: String(options.after),
    wait: String(options.waitSeconds),
  });
  try {
    const { statusCode, body } = await options.agent.request({
      origin: base.origin,
      path: `${base.pathname.replace(/\/$/, '')}${POLL_PATH}?${query.toString()}`,
      method: 'GET',
      headers: { authorization: `Bearer ${options.key}` },
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    if (statusCode !== 200) {
      await body.dump();
      return refusalOf(statusCode, options.url);
    }
    let text = '';
    for await (const chunk of body.setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > MAX_ANSWER) throw new Error('too long');
    }
    return { ok: true, answer: pollAnswerSchema.parse(JSON.parse(text)) };
  } catch (error) {
    return failureOf(error, options.url);
  }
}

function refusalOf(status: number, url: string): FetchResult {
  if (status === 401) {
    return {
      ok: false,
      code: 'relay-key',
      message: say('relay-key', { url }),
    };
  }
  if (status === 404 || status === 405) return noRelay(url);
  return {
    ok: false,
    code: `http-${status}`,
    message: say('relay-answered', { url, status }),
  };
}

function noRelay(url: string): FetchResult {
  return {
    ok: false,
    code: 'not-a-relay',
    message: say('relay-none', { url }),
  };
}

function failureOf(error: unknown, url: string): FetchResult {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const isAnswer =
    error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError');
  if (isAnswer) return noRelay(url);
  return {
    ok: false,
    code: code === '' ? 'relay-unreachable' : code,
    message:
      code === ''
        ? say('relay-unreachable', { url })
        : say('relay-unreachable-code', { url, code }),
  };
}
