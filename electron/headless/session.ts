import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Clock } from '#core/ports.ts';
import type { KeptSession } from '#core/users/kept-session.ts';

/** Who may use the web pages: one-time links and passwords become sessions in memory. */
export type Sessions = {
  /** A token for a one-time link. */
  issueToken(): string;
  /** Spends a token: a session id once, null for a used or unknown one. */
  redeem(token: string): string | null;
  /** Whether the session lives; using it keeps it alive. */
  touch(id: string | undefined): boolean;
  /**
   * What a living session's calls are made with: opened at its first call and kept as long as it
   * lives, so that all pages of one browser are signed in or not together. Null where it is over.
   */
  callsOf(id: string | undefined, open: () => KeptSession): KeptSession | null;
  /** Forgets what calls are made with: the core they were opened at is gone. Browsers stay let in. */
  forgetCalls(): void;
  /** A session id for the right password. Wrong ones wait longer each time, one after the other. */
  signIn(password: string): Promise<string | null>;
  readonly hasPassword: boolean;
};

/** A session nobody used for this long is over. */
export const IDLE_MS = 12 * 60 * 60 * 1000;
/** Unused links beyond this number: the oldest stops working. */
const MAX_TOKENS = 20;
const MAX_SESSIONS = 200;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;

const scryptAsync = promisify<string, Buffer, number, Buffer>(scrypt);

/** See Sessions. Only hashes are kept of what a browser presents. `password` null: links only. */
export function createSessions(options: { clock: Clock; password: string | null }): Sessions {
  const { clock, password } = options;
  const tokens = new Set<string>();
  const sessions = new Map<string, { usedAt: number; calls: KeptSession | null }>();
  const salt = randomBytes(16);
  const expected = password === null ? null : scryptAsync(password, salt, 32);
  let failures = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const open = (): string => {
    const id = randomBytes(32).toString('base64url');
    sessions.set(hash(id), { usedAt: clock.monotonic(), calls: null });
    dropOldest(sessions, MAX_SESSIONS);
    return id;
  };
  const alive = (id: string | undefined) => {
    if (id === undefined) return undefined;
    const key = hash(id);
    const session = sessions.get(key);
    if (!session) return undefined;
    sessions.delete(key);
    if (clock.monotonic() - session.usedAt > IDLE_MS) return undefined;
    session.usedAt = clock.monotonic();
    sessions.set(key, session);
    return session;
  };
  const attempt = async (given: string): Promise<string | null> => {
    if (expected === null) return null;
    if (failures > 0) await sleep(Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)));
    const right = timingSafeEqual(await scryptAsync(given, salt, 32), await expected);
    failures = right ? 0 : failures + 1;
    return right ? open() : null;
  };

  return {
    hasPassword: password !== null,
    issueToken() {
      const token = randomBytes(32).toString('base64url');
      tokens.add(hash(token));
      dropOldest(tokens, MAX_TOKENS);
      return token;
    },
    redeem: (token) => (tokens.delete(hash(token)) ? open() : null),
    touch: (id) => alive(id) !== undefined,
    callsOf(id, openCalls) {
      const session = alive(id);
      if (!session) return null;
      return (session.calls ??= openCalls());
    },
    forgetCalls() {
      for (const session of sessions.values()) session.calls = null;
    },
    signIn(given) {
      const result = queue.then(() => attempt(given));
      queue = result.catch(() => undefined);
      return result;
    },
  };
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function dropOldest(kept: Set<string> | Map<string, unknown>, most: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}
