import { join } from 'node:path';
import type { Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { HTTP_PROFILE } from '#shared/gateways/http-profile.ts';
import { createCore } from '#core/create-core.ts';
import type { Logger } from '#core/ports.ts';
import { memorySecrets } from '#tests/support/memory-secrets.ts';
import { reply, scriptedServer, type ScriptedServer } from '#tests/support/scripted-server.ts';
import { makeFolder, removeFolder } from '#tests/support/test-core.ts';

/** A secret with everything in it that some encoding writes otherwise. */
export const SECRET = 'hush/K8+z "q&x\\n<s>';
/** The other secret of the account: the name its owner signs in with. */
export const USER = 'owner@example.com';
/** Every form in which a gateway may say the secret back. */
export const FORMS = [
  SECRET,
  encodeURIComponent(SECRET),
  new URLSearchParams({ v: SECRET }).toString().slice(2),
  JSON.stringify(SECRET).slice(1, -1),
  Buffer.from(SECRET).toString('base64'),
  Buffer.from(`${USER}:${SECRET}`).toString('base64'),
  Buffer.from(SECRET).toString('hex'),
];

/** Answers with status 200 and `body` as JSON. */
export const json = (socket: Socket, body: unknown, headers?: readonly string[]) =>
  void socket.write(reply('200 OK', JSON.stringify(body), headers));

/** Fails where any form of the secrets is in what was said, whatever its shape. */
export function assertCovered(...said: unknown[]): void {
  const all = said.map((one) => JSON.stringify(one)).join('\n');
  for (const form of [...FORMS, USER, encodeURIComponent(USER)]) {
    expect(all).not.toContain(form);
    expect(all).not.toContain(JSON.stringify(form).slice(1, -1));
  }
}

/**
 * A core that ends with the test, every line of its log, and what it takes to try a gateway.
 * What goes into `cleanups` is closed after the core, the last first.
 */
export async function probeBed() {
  const folder = await makeFolder();
  const log: string[] = [];
  const cleanups: (() => Promise<void>)[] = [];
  const write = (fields: Record<string, unknown>, message: string) =>
    void log.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  const core = await createCore({
    dataFolder: folder,
    stateFolder: join(folder, 'state'),
    host: { host: 'headless', version: 'test', samplesFolder: 'resources/samples' },
    secrets: memorySecrets(),
    logger,
  });
  onTestFinished(async () => {
    await core.stop();
    for (const clean of cleanups.toReversed()) await clean();
    await removeFolder(folder);
  });

  async function serve(act: (socket: Socket, request: string) => void): Promise<ScriptedServer> {
    const server = await scriptedServer(act);
    cleanups.push(() => server.close());
    return server;
  }

  /** A generic gateway that puts its secrets into path, header and body. */
  async function aGeneric(url: string, options: Record<string, unknown> = {}): Promise<number> {
    const { id } = await core.client.gateways.add({
      name: 'Own',
      driver: 'http',
      url,
      secrets: { apiKey: SECRET, user: USER },
    });
    const { send } = HTTP_PROFILE.options as { send: Record<string, unknown> };
    await core.client.gateways.saveProfile({
      id,
      profile: {
        ...HTTP_PROFILE,
        options: {
          ...HTTP_PROFILE.options,
          send: {
            ...send,
            path: 'send?user={{secret.user}}&k={{secret.apiKey}}',
            headers: { Authorization: 'Bearer {{secret.apiKey}}', 'X-Who': '{{secret.user}}' },
            body: '{"to":"{{to}}","text":"{{text}}","k":"{{secret.apiKey}}"}',
          },
          balance: {
            method: 'GET',
            path: 'balance?k={{secret.apiKey}}',
            headers: {},
            body: '',
            encoding: 'json',
            creditsPath: 'credits',
          },
          ...options,
        },
      } as never,
    });
    return id;
  }

  return { core, folder, log, cleanups, serve, aGeneric };
}
