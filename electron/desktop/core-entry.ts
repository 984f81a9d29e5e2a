import { createReadStream } from 'node:fs';
import type { MessageEvent, MessagePortMain, ParentPort } from 'electron';
import { RPCHandler } from '@orpc/server/message-port';
import { pino } from 'pino';
import { openOrConnect, type OpenSiar } from '#core/control/open-or-connect.ts';
import type { Core } from '#core/create-core.ts';
import type { CallContext, Logger } from '#core/ports.ts';
import { failed, refused } from '#shared/contract/errors.ts';
import { watchActivity } from '#desktop/core-activity.ts';
import { coreCalls, hostCalls, type CoreNews } from '#desktop/core-messages.ts';
import { createCorePeer, type Answers, type CorePeer } from '#desktop/core-peer.ts';
import { exportContacts, pauseAll } from '#desktop/core-tasks.ts';
import { createKeychainSecrets } from '#desktop/keychain-secrets.ts';

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
  let started: Started | undefined;
  const early: MessagePortMain[] = [];

  const accept = ({ handler }: Started, port: MessagePortMain) => {
    handler.upgrade(toOrpcPort(port), { context: { trust: 'session' } });
    port.start();
  };

  const peer: CorePeer<typeof hostCalls> = createCorePeer({
    asks: hostCalls,
    serves: coreCalls,
    answers: {
      ...answersOf(() => started?.core, logger),
      async start(input) {
        const tell = (news: CoreNews) => peer.tell(news);
        started = await open(input, peer, logger, tell);
        for (const port of early.splice(0)) accept(started, port);
        const { language, theme } = await started.core.client.settings.get();
        return { language, theme };
      },
      async stop() {
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
    if (!port) peer.receive(event.data);
    else if (started) accept(started, port);
    else early.push(port);
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
  current: () => Core | undefined,
  logger: Logger,
): Omit<Answers<typeof coreCalls>, 'start' | 'stop'> {
  const core = () => {
    const opened = current();
    if (!opened)
      throw failed('not-ready', 'Siar is still opening its data. Try again in a moment.');
    return opened;
  };
  return {
    receiveUpload: async ({ path, name }) => {
      return toAnswer(await core().deps.files.receive(name, createReadStream(path)));
    },
    adoptFile: async ({ path }) => toAnswer(await core().deps.files.adopt(path)),
    locateFile: async ({ fileId }) => {
      const { path, name } = core().deps.files.get(fileId);
      return { path, name };
    },
    exportContacts: (input) => exportContacts(core().client, input),
    pauseAll: () => pauseAll(core().client),
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
