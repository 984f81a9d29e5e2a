import type { SiarClient } from '#shared/contract/contract.ts';
import { SiarError, failed, invalid } from '#shared/contract/errors.ts';
import { openOrConnect } from '#core/control/open-or-connect.ts';
import { systemClock, type Logger, type OpenSecretStore } from '#core/ports.ts';
import { appVersion, rendererFolder, samplesFolder } from '#headless/app-root.ts';
import { isLoopback } from '#headless/request-guard.ts';
import { createSessions, type Sessions } from '#headless/session.ts';
import { startWebServer } from '#headless/web-server.ts';

/** How `siar serve` is started. */
export type ServeOptions = {
  dataFolder: string;
  stateFolder: string;
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Null: one-time links only, which a bind wider than this computer does not allow. */
  password: string | null;
  secrets: OpenSecretStore;
  logger: Logger;
  /** Of the serving that this one follows: its browsers stay let in. */
  sessions?: Sessions;
};

/** The web pages are up: here, or in the process that already owned the folder. */
export type Serving = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** False where another process serves and this one only passes its link on. */
  readonly own: boolean;
  /** Resolves when a client asked this process to end. */
  readonly quitAsked: Promise<void>;
  /** Resolves when a client asked for a new start: stop this one, then serve again as it says. */
  readonly restartAsked: Promise<Pick<ServeOptions, 'port' | 'sessions'>>;
  /** Lets messages in flight finish, then frees the folder. */
  stop(): Promise<void>;
};

/**
 * Core, engine and web pages in this process. Where another `siar serve` owns the folder, a new
 * link to that one. Throws SiarError: port in use, wide bind without a password, folder not usable.
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  if (!isLoopback(options.host) && options.password === null) {
    throw invalid(
      'password-needed',
      `--host ${options.host} would let other computers in, so Siar asks for a password first. ` +
        'Set SIAR_PASSWORD to one of at least 8 characters, or leave --host away. Nothing was started.',
    );
  }
  if (options.password !== null && options.password.length < 8) {
    throw invalid(
      'password-short',
      'SIAR_PASSWORD has fewer than 8 characters. Choose a longer one. Nothing was started.',
    );
  }
  const sessions =
    options.sessions ?? createSessions({ clock: systemClock, password: options.password });
  const quit = Promise.withResolvers<void>();
  const restart = Promise.withResolvers<Pick<ServeOptions, 'port' | 'sessions'>>();
  const bound = { port: 0 };
  const link = () => {
    return `http://${linkName(options.host)}:${bound.port}/?token=${sessions.issueToken()}`;
  };
  const siar = await openOrConnect({
    dataFolder: options.dataFolder,
    stateFolder: options.stateFolder,
    kind: 'serve',
    secrets: options.secrets,
    logger: options.logger,
    host: {
      host: 'headless',
      version: appVersion(),
      samplesFolder: samplesFolder(),
      signInLink: () => ({ url: link(), port: bound.port }),
      quit: () => quit.resolve(),
      restart: () => restart.resolve({ port: bound.port, sessions }),
    },
    // A short command cannot show pages; it ends soon.
    accepts: (owner) => owner.host !== 'command',
    patienceMs: 15_000,
  });
  if (siar.core === null) return await passOn(siar.client, () => siar.close());
  try {
    const web = await startWebServer({
      core: siar.core,
      sessions,
      host: options.host,
      port: options.port,
      rendererFolder: rendererFolder(),
    });
    bound.port = web.port;
    await siar.core.startEngine();
    return {
      url: link(),
      port: web.port,
      pid: process.pid,
      own: true,
      quitAsked: quit.promise,
      restartAsked: restart.promise,
      async stop() {
        await web.close();
        await siar.close();
        sessions.forgetCalls();
      },
    };
  } catch (error) {
    await siar.close();
    throw explainListen(error, options);
  }
}

/** This process serves nothing that could be started again. */
const never = new Promise<never>(() => {});

async function passOn(client: SiarClient, close: () => Promise<void>): Promise<Serving> {
  try {
    const { url, port, pid } = await client.host.signInLink();
    return {
      url,
      port,
      pid,
      own: false,
      quitAsked: Promise.resolve(),
      restartAsked: never,
      async stop() {},
    };
  } finally {
    await close();
  }
}

/** The name to open: a wildcard address is no name, so this computer's own is shown. */
function linkName(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (bare === '0.0.0.0' || bare === '::') return '127.0.0.1';
  return bare.includes(':') ? `[${bare}]` : bare;
}

function explainListen(error: unknown, options: ServeOptions): unknown {
  if (error instanceof SiarError || !(error instanceof Error) || !('code' in error)) return error;
  const where = { host: options.host, port: options.port };
  if (error.code === 'EADDRINUSE') {
    return failed(
      'port-in-use',
      `Port ${options.port} is used by another program. Nothing was started. Choose another --port, or leave it away for any free one.`,
      where,
    );
  }
  if (error.code === 'EACCES') {
    return failed(
      'port-not-allowed',
      `This user may not open port ${options.port}. Nothing was started. Choose a --port above 1023.`,
      where,
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return failed(
      'host-unknown',
      `${options.host} is not an address of this computer. Nothing was started. Use 127.0.0.1, or the address that other computers use to reach this one.`,
      where,
    );
  }
  return error;
}
