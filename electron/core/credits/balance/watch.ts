import { SiarError } from '#shared/contract/errors.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { readBalanceNow } from '#core/credits/balance/balances.ts';
import { lastReading } from '#core/credits/balance/queries.ts';
import { judgeLevel } from '#core/credits/balance/record-balance.ts';
import { getGateway, listGateways } from '#core/gateways/queries.ts';
import { listRunningGateways } from '#core/sending/queries.ts';

type WatchDeps = Pick<CoreDeps, 'db' | 'clock' | 'logger' | 'bus' | 'gateways'>;

const TICK_MS = 60_000;
/** How old a balance may be while its gateway sends, and otherwise. */
const BUSY_MS = 5 * 60_000;
const IDLE_MS = 60 * 60_000;

/** Asks gateways for their balance now and then, as long as Siar sends: see createBalanceWatch. */
export type BalanceWatch = { start(): void; stop(): Promise<void> };

/**
 * Reads the balance of every gateway once an hour, every five minutes while it sends. A gateway that
 * gives none is left alone until the next time is due.
 */
export function createBalanceWatch(deps: WatchDeps): BalanceWatch {
  const { db, clock, logger, bus } = deps;
  const askedAt = new Map<number, number>();
  let timer: NodeJS.Timeout | undefined;
  let asking: Promise<unknown> = Promise.resolve();

  async function ask(gatewayId: number): Promise<void> {
    const gateway = timer && getGateway(db, gatewayId);
    if (!gateway) return;
    askedAt.set(gatewayId, clock.now());
    try {
      await readBalanceNow(deps, gateway);
      bus.publish({ type: 'gateways.changed' });
    } catch (error) {
      const reason = error instanceof SiarError ? error.message : 'unexpected';
      logger.info({ gatewayId, reason }, 'the balance could not be read this time');
    }
  }

  function isDue(gatewayId: number, busy: ReadonlySet<number>): boolean {
    const last = Math.max(lastReading(db, gatewayId)?.at ?? 0, askedAt.get(gatewayId) ?? 0);
    return clock.now() - last >= (busy.has(gatewayId) ? BUSY_MS : IDLE_MS);
  }

  function tick(): void {
    try {
      const busy = new Set(listRunningGateways(db, null));
      for (const gateway of listGateways(db)) {
        if (isDue(gateway.id, busy)) asking = asking.then(() => ask(gateway.id));
        else judgeLevel(deps, gateway);
      }
    } catch (error) {
      logger.error({ err: error }, 'the balances could not be looked after this time');
    }
  }

  return {
    start() {
      timer ??= setInterval(tick, TICK_MS);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await asking;
    },
  };
}
