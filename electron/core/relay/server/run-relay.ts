import { join } from 'node:path';
import { refused } from '#shared/contract/errors.ts';
import type { Logger } from '#core/ports.ts';
import { parseHostPort } from '#core/gateways/addresses.ts';
import { holdLock } from '#core/store/folder-lock.ts';
import { readRelayKey } from '#core/relay/server/key-file.ts';
import { createRelay } from '#core/relay/server/server.ts';

/** A relay that runs on a folder of its own. */
export type RunningRelay = {
  host: string;
  port: number;
  keyFile: string;
  /** Reports that waited when it began. */
  waiting: number;
  close(): Promise<void>;
};

/**
 * Runs the relay of a folder. Throws SiarError `bad-address`, `plain-http`, `relay-folder`,
 * `folder-in-use` or `port-in-use`.
 */
export async function runRelay(options: {
  folder: string;
  /** HOST:PORT; port 0 takes any free one. */
  listen: string;
  allowPlainHttp: boolean;
  replaceKey: boolean;
  keepMs: number | undefined;
  logger: Logger;
}): Promise<RunningRelay> {
  const { folder, keepMs, logger } = options;
  const { host, port } = parseListen(options.listen);
  assertPrivate(host, options.allowPlainHttp);
  const { key, file } = await readRelayKey(folder, options.replaceKey);
  const lock = holdLock(join(folder, 'relay.lock'), 0);
  if (!lock) {
    throw refused(
      'folder-in-use',
      `Another relay already works with ${folder}. Nothing was started; use that one, or end it first.`,
      { folder },
    );
  }
  try {
    const kept = keepMs === undefined ? {} : { keepMs };
    const relay = await createRelay({ folder, key, host, port, logger, ...kept });
    return {
      host,
      port: relay.port,
      keyFile: file,
      waiting: relay.waiting(),
      async close() {
        await relay.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function parseListen(text: string): { host: string; port: number } {
  const anyPort = /^(.+):0$/.exec(text)?.[1];
  return anyPort === undefined
    ? parseHostPort(text)
    : { ...parseHostPort(`${anyPort}:1`), port: 0 };
}

function assertPrivate(host: string, allowPlainHttp: boolean): void {
  if (allowPlainHttp || /^(127\.|localhost$|::1$)/.test(host)) return;
  throw refused(
    'plain-http',
    `On ${host} the relay would be reached without TLS, and its key and the phone numbers in reports could be read on the way. Nothing was started; listen on 127.0.0.1 behind a proxy that does TLS, or say --allow-plain-http where the network before it is your own.`,
  );
}
