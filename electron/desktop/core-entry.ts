import { createReadStream } from 'node:fs';
import { homedir } from 'node:os';
import type { MessageEvent, MessagePortMain, ParentPort } from 'electron';
import { RPCHandler } from '@orpc/server/message-port';
import { pino } from 'pino';
import { openOrConnect, type OpenSiar } from '#core/control/open-or-connect.ts';
import type { Core } from '#core/create-core.ts';
import type { FileShelf } from '#core/files/file-shelf.ts';
import type { CallContext, Logger } from '#core/ports.ts';
import { chooseStateFolder } from '#core/store/state-folder.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { refused } from '#shared/contract/errors.ts';
import type { Permission } from '#shared/users/permissions.ts';
import { watchActivity } from '#desktop/core-activity.ts';
import { coreCalls, hostCalls, type CoreNews } from '#desktop/core-messages.ts';
import { createCorePeer, type Answers, type CorePeer } from '#desktop/core-peer.ts';
import { exportContacts, pauseAll } from '#desktop/core-tasks.ts';
import { createKeychainSecrets } from '#desktop/keychain-secrets.ts';
import { runAs } from '#core/users/caller.ts';
import type { KeptSession } from '#core/users/kept-session.ts';

type Started = {
  core: Core;
  /** All windows and menus of this process are signed in or not together. */
  session: KeptSession;
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

  const accept = ({ handler, session }: Started, port: MessagePortMain) => {
    handler.upgrade(toOrpcPort(port), { context: { trust: 'session', session } });
    port.start();
  };

  const peer: CorePeer<typeof hostCalls> = createCorePeer({
    asks: hostCalls,
    serves: coreCalls,
    answers: {
      ...answersOf(() => opening.promise, logger),
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
      restart: () => tell({ news: 'restart' }),
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
  const session = core.deps.sessions.open('desktop');
  return {
    core,
    session,
    siar,
    handler: new RPCHandler<CallContext>(core.router, { clientInterceptors: [core.errorMapper] }),
    endWatching: watchActivity(core, session, tell, logger),
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
  started: () => Promise<Started>,
  logger: Logger,
): Omit<Answers<typeof coreCalls>, 'start' | 'stop'> {
  return {
    receiveUpload: async ({ path, name }) =>
      toAnswer(
        await inNameOf(await started(), 'contacts.write', (files) =>
          files.receive(name, createReadStream(path)),
        ),
      ),
    adoptFile: async ({ path }) =>
      toAnswer(await inNameOf(await started(), 'contacts.write', (files) => files.adopt(path))),
    locateFile: async ({ fileId }) => {
      const locate = async (files: FileShelf) => files.get(fileId);
      const { path, name } = await inNameOf(await started(), 'app.use', locate);
      return { path, name };
    },
    exportContacts: async (input) => exportContacts(clientOf(await started()), input),
    pauseAll: async () => pauseAll(clientOf(await started())),
    power: async ({ event }) => {
      logger.info({ event }, 'the computer changed its power state');
      return {};
    },
  };
}

/** Moves a file in the name of whoever is signed in at the window; throws where nobody may. */
async function inNameOf<T>(
  { core, session }: Started,
  permission: Permission,
  work: (files: FileShelf) => Promise<T>,
): Promise<T> {
  const actor = core.deps.sessions.actorWith(session, permission);
  return (await runAs(actor, () => work(core.deps.files))).result;
}

function clientOf({ core, session }: Started): SiarClient {
  return core.clientOf(session);
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
