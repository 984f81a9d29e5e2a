import { onTestFinished } from 'vitest';
import { examineDatabase } from '#core/doctor/examine.ts';
import type { Core } from '#core/create-core.ts';
import { createEngine } from '#core/sending/engine.ts';
import type { Engine } from '#core/sending/engine-port.ts';
import type { AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import {
  createPracticeServer,
  type PracticeServer,
  type PracticeServerOptions,
} from '#core/gateways/practice/server.ts';
import {
  aGateway,
  makeFolder,
  openCore,
  removeFolder,
  type TestCoreOptions,
} from '#tests/support/test-core.ts';

/** A practice gateway on a free port that ends with the test, and all it ever took. */
export type Practice = PracticeServer & { readonly taken: AcceptedMessage[] };

/** See Practice. */
export async function startPractice(
  script: PracticeScript = {},
  more: Partial<PracticeServerOptions> = {},
): Promise<Practice> {
  const taken: AcceptedMessage[] = [];
  const server = await createPracticeServer({
    script,
    ...more,
    onAccept(message) {
      taken.push(message);
      more.onAccept?.(message);
    },
  });
  onTestFinished(() => server.close());
  return { ...server, taken };
}

/** What the doctor looks at after every test of the engine. */
const MONEY = new Set(['counts', 'ledger', 'balances', 'reserved', 'spent']);

/** A core on a fresh (or given) folder that ends with the test, its engine started. */
export async function startCore(
  options: Partial<TestCoreOptions> & { engine?: boolean } = {},
): Promise<Core> {
  const dataFolder = options.dataFolder ?? (await makeFolder());
  const core = await openCore({ ...options, dataFolder });
  let stopped: Promise<void> | undefined;
  const once: Core = { ...core, stop: () => (stopped ??= core.stop()) };
  onTestFinished(async () => {
    await once.stop();
    // Whatever the test did, credits add up (invariant 6).
    const wrong = examineDatabase(dataFolder).filter(({ name, ok }) => !ok && MONEY.has(name));
    await removeFolder(dataFolder);
    if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join(' '));
  });
  if (options.engine !== false) await once.startEngine();
  return once;
}

/** The usual bed: a practice gateway by script, a core that sends, and a gateway between them. */
export async function engineBed(
  options: {
    script?: PracticeScript;
    server?: Partial<PracticeServerOptions>;
    rate?: number;
  } & Partial<TestCoreOptions> = {},
): Promise<{ core: Core; practice: Practice; gatewayId: number }> {
  const practice = await startPractice(options.script, options.server);
  const core = await startCore(options);
  const gatewayId = await aGateway(core, {
    url: practice.url,
    ...(options.rate === undefined ? {} : { rate: options.rate }),
  });
  return { core, practice, gatewayId };
}

/** A second engine of a core whose own was not started, with some of its parts changed. Stop it. */
export function anEngine(
  { deps: { db, clock, logger, bus, guard, gateways, flusher } }: Core,
  changed: Partial<Pick<Parameters<typeof createEngine>[0], 'gateways' | 'guard'>>,
): Engine {
  return createEngine({ db, clock, logger, bus, guard, gateways, flusher, ...changed });
}

/** How often each number was taken. */
export function timesTaken(taken: readonly { to: string }[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { to } of taken) times.set(to, (times.get(to) ?? 0) + 1);
  return times;
}
