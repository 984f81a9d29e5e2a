import {
  MessageChannelMain,
  utilityProcess,
  type UtilityProcess,
  type WebContents,
} from 'electron';
import { failed } from '#shared/contract/errors.ts';
import {
  PORT_MESSAGE,
  coreCalls,
  coreNewsSchema,
  hostCalls,
  type CoreNews,
} from '#desktop/core-messages.ts';
import { createCorePeer, type Answers, type CorePeer } from '#desktop/core-peer.ts';
import type { Logs } from '#desktop/logs.ts';
import { createRestartLimit } from '#desktop/restart-limit.ts';

/** The preload listens on this channel for the port of its window. */
const PORT_CHANNEL = 'siar:port';

/** Calls in flight get this long to end before the process is ended for them. */
const STOP_WITHIN_MS = 20_000;

/** The core's process as main sees it. */
export type CoreHost = {
  /** Forks and opens the data folder. Rejects with the core's own sentence. */
  start(): Promise<{ language: 'en' | 'ms' | 'zh'; theme: 'auto' | 'light' | 'dark' }>;
  ask: CorePeer<typeof coreCalls>['ask'];
  /** Gives a page its own port to the core. Every load of the page needs a new one. */
  handPort(contents: WebContents): void;
  /** Ends the core's process after its calls in flight. Safe to call twice. */
  stop(): Promise<void>;
};

/** What the host of the core needs and whom it tells. */
export type CoreHostOptions = {
  modulePath: string;
  start: { dataFolder: string; version: string; samplesFolder: string };
  secrets: Answers<typeof hostCalls>;
  logs: Logs;
  onNews(news: CoreNews): void;
  /** The process ended unasked. `mayRestart` is false once it ended too often in a minute. */
  onCrash(exitCode: number, mayRestart: boolean): void;
};

type Child = { process: UtilityProcess; peer: CorePeer<typeof coreCalls>; exited: Promise<void> };

/** See CoreHost. */
export function createCoreHost(options: CoreHostOptions): CoreHost {
  const restarts = createRestartLimit(() => Date.now());
  let child: Child | undefined;
  let stopping: Promise<void> | undefined;

  const fork = (): Child => {
    const process = utilityProcess.fork(options.modulePath, [], {
      serviceName: 'Siar core',
      stdio: 'pipe',
    });
    process.stdout?.pipe(options.logs.core, { end: false });
    process.stderr?.pipe(options.logs.core, { end: false });
    const peer = createCorePeer({
      asks: coreCalls,
      serves: hostCalls,
      answers: options.secrets,
      post: (message) => process.postMessage(message),
      onNews(raw) {
        const news = coreNewsSchema.safeParse(raw);
        if (news.success) options.onNews(news.data);
      },
      onBad: (message) => options.logs.write('warn', message),
    });
    process.on('message', (message: unknown) => peer.receive(message));
    const exited = new Promise<void>((resolve) => {
      process.once('exit', (exitCode) => {
        peer.close();
        child = undefined;
        resolve();
        if (stopping) return;
        options.logs.write('error', 'the core ended unasked', { exitCode });
        options.onCrash(exitCode, restarts.allows());
      });
    });
    return { process, peer, exited };
  };

  const end = async ({ process, peer, exited }: Child) => {
    const timer = setTimeout(() => {
      options.logs.write('error', 'the core did not end in time and was ended');
      process.kill();
    }, STOP_WITHIN_MS);
    await peer.ask('stop', {}).catch(() => process.kill());
    await exited;
    clearTimeout(timer);
  };

  return {
    start() {
      child = fork();
      return child.peer.ask('start', options.start);
    },
    ask(call, input) {
      if (child) return child.peer.ask(call, input);
      return Promise.reject(
        failed(
          'core-gone',
          'The part of Siar that sends is not running, so this could not be done.',
        ),
      );
    },
    handPort(contents) {
      if (!child) return;
      const { port1, port2 } = new MessageChannelMain();
      child.process.postMessage(PORT_MESSAGE, [port1]);
      contents.postMessage(PORT_CHANNEL, null, [port2]);
    },
    stop() {
      stopping ??= child ? end(child) : Promise.resolve();
      return stopping;
    },
  };
}
