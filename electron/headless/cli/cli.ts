import { homedir } from 'node:os';
import type { OpenSiar } from '#core/control/open-or-connect.ts';
import type { Logger, OpenSecretStore } from '#core/ports.ts';
import { chooseDataFolder } from '#core/store/data-folder.ts';
import { chooseStateFolder } from '#core/store/state-folder.ts';
import { failed, invalid } from '#shared/contract/errors.ts';
import { appVersion, samplesFolder } from '#headless/app-root.ts';
import { createStderrLogger } from '#headless/cli/logger.ts';
import { identify, type Identity } from '#headless/cli/identify.ts';
import { createOutput, type Output } from '#headless/cli/output.ts';
import { openSignInFile, type SignInFile } from '#headless/cli/sign-in-file.ts';
import { createFileSecretStore } from '#headless/secret-store.ts';

/** What every command gets: where to write, which folder, and how to come to it. */
export type Cli = {
  readonly output: Output;
  /** Aborted by the first Ctrl-C or SIGTERM; a second one ends the process at once. */
  readonly interrupted: AbortSignal;
  dataFolder(): string;
  /** Outside the data folder; see chooseStateFolder. */
  stateFolder(): string;
  /** Opens the credentials' store of a database of this folder. */
  secrets(): OpenSecretStore;
  logger(): Logger;
  /** The kept sign-in to this data folder. */
  signInFile(): SignInFile;
  /** Opens the folder or connects to its owner, works, and leaves it as it was found. */
  withSiar(work: (siar: OpenSiar) => Promise<void>, options?: WithSiar): Promise<void>;
};

/** How a command uses the folder. */
export type WithSiar = {
  /** Messages must be sent while the command waits. */
  engine?: boolean;
  /** The command ends its own work on Ctrl-C; otherwise the call is given up. */
  handlesInterrupt?: boolean;
  /** Who may run it where users sign in; somebody who may act unless it says otherwise. */
  identity?: Identity;
};

const SAME_SIGNAL_MS = 500;

/** See Cli. `options` reads the global options, which are known once the line is parsed. */
export function createCli(json: boolean, options: () => { data?: string }): Cli {
  const interrupt = new AbortController();
  let interruptedAt = Infinity;
  const onSignal = () => {
    // npm and the terminal both pass on one Ctrl-C: what follows at once is the same one.
    if (performance.now() - interruptedAt > SAME_SIGNAL_MS) process.exit(130);
    if (interrupt.signal.aborted) return;
    interruptedAt = performance.now();
    interrupt.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  let logger: Logger | undefined;
  const cli: Cli = {
    output: createOutput(json),
    interrupted: interrupt.signal,
    dataFolder: () =>
      chooseDataFolder({
        named: namedFolder(options().data),
        env: process.env,
        platform: process.platform,
        home: homedir(),
      }),
    stateFolder: () =>
      chooseStateFolder({ env: process.env, platform: process.platform, home: homedir() }),
    secrets: () => {
      const [dataFolder, stateFolder] = [cli.dataFolder(), cli.stateFolder()];
      return (databaseId) => createFileSecretStore({ dataFolder, stateFolder, databaseId });
    },
    signInFile: () => openSignInFile(cli.dataFolder(), cli.stateFolder()),
    logger: () => (logger ??= createStderrLogger()),
    async withSiar(work, { engine, handlesInterrupt, identity = 'user' } = {}) {
      // Loaded only by commands that need it: wrong usage and help answer at once.
      const { openOrConnect } = await import('#core/control/open-or-connect.ts');
      const siar = await openOrConnect({
        dataFolder: cli.dataFolder(),
        stateFolder: cli.stateFolder(),
        kind: 'command',
        engine,
        secrets: cli.secrets(),
        logger: cli.logger(),
        host: { host: 'headless', version: appVersion(), samplesFolder: samplesFolder() },
      });
      try {
        const ends = [
          rejectOn(siar.gone, () => ownerGone(siar)),
          ...(handlesInterrupt ? [] : [rejectOn(interrupt.signal, interruptedFailure)]),
        ];
        const run = async () => {
          await identify(siar.client, cli.signInFile(), identity);
          await work(siar);
        };
        await Promise.race([run(), ...ends]);
      } finally {
        await siar.close(interrupt.signal);
      }
    },
  };
  return cli;
}

/** What a command says that Ctrl-C ended before it was done. */
export function interruptedFailure() {
  return failed('interrupted', 'Stopped before it was done. What was already recorded is kept.');
}

/** An unset variable in a script must not lead to another folder than was meant. */
function namedFolder(named: string | undefined): string | undefined {
  if (named === undefined || (named.trim() !== '' && !named.startsWith('--'))) return named;
  throw invalid(
    'no-data-folder',
    `--data names no folder${named === '' ? '' : ` (“${named}” follows it)`}. Nothing was done; write --data FOLDER.`,
  );
}

function ownerGone(siar: OpenSiar) {
  return failed(
    'owner-gone',
    `The Siar that had this folder open (process ${siar.owner?.pid ?? '?'}) ended before it answered. ` +
      'What it recorded is kept; look with `siar campaign ls`, then run the command again.',
    { pid: siar.owner?.pid ?? null },
  );
}

function rejectOn(signal: AbortSignal, reason: () => Error): Promise<never> {
  const rejected = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(reason());
    signal.addEventListener('abort', () => reject(reason()), { once: true });
  });
  rejected.catch(() => undefined);
  return rejected;
}
