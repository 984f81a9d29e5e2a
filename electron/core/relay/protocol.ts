import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * What a relay and Siar say to each other. One key (256 bits) is all they share: with it Siar fetches,
 * and from it follows the unguessable part of the address that gateways call. The key never travels
 * to a gateway, and whoever knows the address cannot find the key from it.
 */

const KEY_BYTES = 32;

/** A new key, as text. */
export function createRelayKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** Whether a text can be a relay's key. */
export function isRelayKey(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** The unguessable part of the callback address that belongs to a key. */
export function inboxOf(key: string): string {
  return createHmac('sha256', key).update('siar-relay-inbox').digest('base64url');
}

/** What a relay keeps of its key: enough to know it again. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Whether a secret has this digest, in a time that tells nothing about how nearly it fits. */
export function fits(secret: string, digest: Buffer): boolean {
  return timingSafeEqual(digestOf(secret), digest);
}

/** One callback as a relay kept it. */
const callbackSchema = z.object({
  id: z.int().positive(),
  method: z.enum(['GET', 'POST']),
  /** What follows the inbox in the path, without a leading slash. */
  path: z.string(),
  /** Without the question mark. */
  query: z.string(),
  contentType: z.string(),
  body: z.string(),
});

/** See callbackSchema. */
export type RelayCallback = z.infer<typeof callbackSchema>;

/** Answer to a poll: `left` callbacks wait behind these. */
export const pollAnswerSchema = z.object({
  epoch: z.string().min(1).max(100),
  items: z.array(callbackSchema),
  left: z.int().nonnegative(),
});

/** See pollAnswerSchema. */
export type PollAnswer = z.infer<typeof pollAnswerSchema>;

/** Path of the long poll: `?epoch=…&after=…&wait=SECONDS`, with the key as a bearer token. */
export const POLL_PATH = '/poll';
/** Path under which callbacks come: `/in/<inbox>/<token of the gateway>…`. */
export const INBOX_PATH = '/in/';
/** Longest that a poll may be kept waiting, seconds: proxies cut connections after 30 to 60. */
export const MAX_WAIT_SECONDS = 25;
