import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './built.ts';
import type { DriverOps } from './stand-in-driver.ts';

type Ops = {
  [K in keyof DriverOps]: (
    ...args: Parameters<DriverOps[K]>
  ) => Promise<Awaited<ReturnType<DriverOps[K]>>>;
};

/** A running main process and what the test does with it. */
export type RunningMain = Ops & {
  readonly dataFolder: string;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  /** Asks until `holds` says so; fails with the last state after twenty seconds. */
  until<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T>;
  end(): Promise<void>;
};

const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 25;

/** Starts the built main process with the stand-in for Electron, on a fresh data folder. */
export function runMain(options: { env?: Record<string, string>; dataFolder?: string } = {}) {
  const out = ensureBuilt();
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'siar-desktop-'));
  const child = fork(join(out, 'main', 'main.js'), [], {
    execArgv: [
      '--import',
      pathToFileURL(join(import.meta.dirname, 'register-stand-in.ts')).href,
      '--disable-warning=ExperimentalWarning',
    ],
    env: {
      ...process.env,
      SIAR_DATA: dataFolder,
      SIAR_STATE: join(dataFolder, 'state'),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ask = createAsk(child, () => stderr, exited);

  const running = {
    dataFolder,
    exited,
    async until<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
      const end = performance.now() + WAIT_MS;
      for (;;) {
        const seen = await look();
        if (holds(seen)) return seen;
        if (performance.now() > end) {
          throw new Error(`it did not happen; last seen: ${JSON.stringify(seen)}\n${stderr}`);
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
      if (!options.dataFolder) {
        rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      }
    },
  };
  return new Proxy(running, {
    get(target, name: string) {
      // A promise that resolves with this object asks for `then` first.
      if (name in target || name === 'then') return Reflect.get(target, name);
      return (input: unknown) => ask(name, input);
    },
  }) as RunningMain;
}

function createAsk(child: ChildProcess, stderr: () => string, exited: Promise<unknown>) {
  const waiting = new Map<number, (message: { output?: unknown; error?: object }) => void>();
  let lastId = 0;
  type Answer = { id: number; output?: unknown; error?: object };
  child.on('message', (message: Answer) => waiting.get(message.id)?.(message));
  return (op: string, input: unknown) => {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ output, error }) => {
        waiting.delete(id);
        if (error) reject(Object.assign(new Error(), error));
        else resolve(output);
      });
      void exited.then(() => reject(new Error(`main ended during ${op}\n${stderr()}`)));
      if (child.connected) child.send({ id, op, input });
    });
  };
}
