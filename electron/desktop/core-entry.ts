import { createReadStream } from 'node:fs';
import { homedir } from 'node:os';
import type { MessageEvent, MessagePortMain, ParentPort } from 'electron';
import { RPCHandler } from '@orpc/server/message-port';
import { pino } from 'pino';
import { openOrConnect, type OpenSiar } from '#core/control/open-or-connect.ts';
import type { Core } from '#core/create-core.ts';
import type { CallContext, Logger } from '#core/ports.ts';
import { chooseStateFolder } from '#core/store/state-folder.ts';
import { refused } from '#shared/contract/errors.ts';
import { watchActivity } from '#desktop/core-activity.ts';
import { coreCalls, hostCalls, type CoreNews } from '#desktop/core-messages.ts';
import { createCorePeer, type Answers, type CorePeer } from '#desktop/core-peer.ts';
import { exportContacts, pauseAll } from '#desktop/core-tasks.ts';
import { createKeychainSecrets } from '#desktop/keychain-secrets.ts';
import { openSession } from '#core/users/actor.ts';

type Started = {
  core: Core;
  siar: OpenSiar;
  handler: RPCHandler<CallContext>;
  endWatching(): void;
};

/**
 * The core's own process: opens the data folder when main says which, then serves every port that
 * main hands over. It ends when main asks for it, and also when main dies (the parent port closes).
 */
export function startCoreProcess(parentPort: ParentPort): void {
  const logger: Logger = pino({ base: { process: 'core' } });
  // What is asked before the folder is open waits for it.
  const opening = Promise.withResolvers<Started>();
  opening.promise.catch(() => {});

  const accept = ({ handler }: Started, port: MessagePortMain) => {
    handler.upgrade(toOrpcPort(port), { context: { trust: 'session', session: openSession() } });
    port.start();
  };

  const peer: CorePeer<typeof hostCalls> = createCorePeer({
    asks: hostCalls,
    serves: coreCalls,
    answers: {
      ...answersOf(async () => (await opening.promise).core, logger),
      async start(input) {
        opening.resolve(open(input, peer, logger, (news) => peer.tell(news)));
        const { core } = await opening.promise;
        const { language, theme } = await core.client.settings.get();
        return { language, theme };
      },
      async stop() {
        opening.reject(new Error('stopped before it was started'));
        const started = await opening.promise.catch(() => undefined);
        started?.endWatching();
        await started?.siar.close();
        // The answer leaves before the process does.
        setImmediate(() => process.exit(0));
        return {};
      },
    },
    post: (message) => parentPort.postMessage(message),
    onNews: () => {},
    onBad: (message) => logger.warn({}, message),
  });

  parentPort.on('message', (event: MessageEvent) => {
    const [port] = event.ports;
    if (!port) return peer.receive(event.data);
    opening.promise.then(
      (started) => accept(started, port),
      () => port.close(),
    );
  });
}

async function open(
  input: { dataFolder: string; version: string; samplesFolder: string },
  peer: CorePeer<typeof hostCalls>,
  logger: Logger,
  tell: (news: CoreNews) => void,
): Promise<Started> {
  const siar = await openOrConnect({
    kind: 'desktop',
    // Another command line call ends by itself and is waited for; a server stays.
    accepts: (owner) => owner.host !== 'command',
    dataFolder: input.dataFolder,
    stateFolder: chooseStateFolder({
      env: process.env,
      platform: process.platform,
      home: homedir(),
    }),
    host: {
      host: 'desktop',
      version: input.version,
      samplesFolder: input.samplesFolder,
      quit: () => tell({ news: 'quit' }),
    },
    secrets: createKeychainSecrets(peer),
    logger,
  });
  const { core } = siar;
  if (!core) {
    await siar.close();
    throw heldByOther(input.dataFolder, siar.owner?.pid);
  }
  await core.startEngine();
  return {
    core,
    siar,
    handler: new RPCHandler<CallContext>(core.router, { clientInterceptors: [core.errorMapper] }),
    endWatching: watchActivity(core, tell, logger),
  };
}

function heldByOther(dataFolder: string, pid: number | undefined) {
  return refused(
    'folder-in-use',
    `Siar already works with ${dataFolder}${pid === undefined ? '' : ` (process ${pid})`}, so this window would be a second sender. ` +
      'Nothing was changed. Use that one in the browser, or end it and open Siar again.',
    { dataFolder, pid: pid ?? null },
  );
}

function answersOf(
  core: () => Promise<Core>,
  logger: Logger,
): Omit<Answers<typeof coreCalls>, 'start' | 'stop'> {
  return {
    receiveUpload: async ({ path, name }) => {
      return toAnswer(await (await core()).deps.files.receive(name, createReadStream(path)));
    },
    adoptFile: async ({ path }) => toAnswer(await (await core()).deps.files.adopt(path)),
    locateFile: async ({ fileId }) => {
      const { path, name } = (await core()).deps.files.get(fileId);
      return { path, name };
    },
    exportContacts: async (input) => exportContacts((await core()).client, input),
    pauseAll: async () => pauseAll((await core()).client),
    power: async ({ event }) => {
      logger.info({ event }, 'the computer changed its power state');
      return {};
    },
  };
}

function toAnswer(file: { id: string; name: string; size: number }) {
  return { fileId: file.id, name: file.name, size: file.size };
}

/** The two functions that oRPC needs, without Electron's overloads. */
function toOrpcPort(port: MessagePortMain) {
  return {
    postMessage: (data: unknown) => port.postMessage(data),
    on: (event: string, callback: (event?: { data: unknown }) => void) => {
      if (event === 'message') port.on('message', (message) => callback({ data: message.data }));
      if (event === 'close') port.on('close', () => callback());
    },
  };
}
