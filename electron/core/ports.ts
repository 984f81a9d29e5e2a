/**
 * What the core needs from its host and from the world. Everything that a test wants to fake
 * (time, randomness, secrets) is a port; the database, HTTP and files are real in tests too.
 */

import { uptime } from 'node:os';
import type { ProcedureMeta } from '#shared/contract/base.ts';
import type { Role } from '#shared/users/permissions.ts';

/** Time. `now` is wall time in ms since 1970; `monotonic` never jumps and only measures distances. */
export interface Clock {
  now(): number;
  monotonic(): number;
  /** Ms since the computer started, its sleep included; absent where nobody can tell. */
  uptime?(): number;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  uptime: () => uptime() * 1_000,
};

/** Structured log lines on stderr or a file; never message texts, never secrets. */
export interface Logger {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** A gateway's credentials, by the driver's own field names. */
export type Secrets = Readonly<Record<string, string>>;

/** Keeps credentials outside the database: the system's keychain, or a 0600 file when headless. */
export interface SecretStore {
  readonly kind: 'keychain' | 'file';
  get(key: string): Promise<Secrets | undefined>;
  set(key: string, secrets: Secrets): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Opens the store of one database's credentials: they lie outside its folder, under its id. */
export type OpenSecretStore = (databaseId: string) => SecretStore;

/** Who calls: `local` proved that it can read the data folder (command line); `session` is a window. */
export type Trust = 'local' | 'session';

/** Who acts. `userId` null is the house: the owner's own hands while nobody has to sign in. */
export type Actor = { readonly userId: number | null; readonly role: Role };

/** One window, browser session or command. Signing in changes its actor; null: nobody signed in. */
export type CallSession = {
  actor: Actor | null;
  /** Why whoever signed in may not act right now. */
  wait?: 'unlock' | 'new-password' | null;
  /** Checks and records the calls of the session; only tests of single features go without. */
  readonly door?: CallDoor;
};

/** A call as it came, before its input was checked. */
export type Call = {
  readonly path: readonly string[];
  readonly meta: ProcedureMeta;
  readonly input: unknown;
};

/**
 * What every call of a session passes through. `admit` throws where the caller may not; `run` serves
 * the call. A refusal and whatever is recorded of a call are written to the audit log.
 */
export type CallDoor = {
  pass<T>(session: CallSession, call: Call, admit: () => void, run: () => Promise<T>): Promise<T>;
};

/** Context of every procedure call. */
export type CallContext = { trust: Trust; session: CallSession };

/** Facts about the host, and what only the host can do. */
export type HostPort = {
  readonly host: 'desktop' | 'headless';
  readonly version: string;
  /** Folder with the shipped sample spreadsheets. */
  readonly samplesFolder: string;
  /** A new one-time link to the web pages; headless `serve` only. */
  signInLink?(): { url: string; port: number };
  /** Ends the process after the calls in flight. */
  quit?(): void;
  /** Ends the process, or what runs in it, after the calls in flight and starts it again. */
  restart?(): void;
};
