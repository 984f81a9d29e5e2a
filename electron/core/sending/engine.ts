import { SiarError } from '#shared/contract/errors.ts';
import type { PauseReason } from '#shared/contract/campaign-status.ts';
import { say } from '#shared/said/say.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { deleteStrayReports } from '#core/delivery/queries.ts';
import { createReportPoller, type ReportPoller } from '#core/delivery/poller.ts';
import type { DeliveryReport } from '#core/gateways/gateway-driver.ts';
import { createReportBatches } from '#core/delivery/report-batches.ts';
import { createCampaignLimiters } from '#core/sending/campaign-limiters.ts';
import { doubtQueued } from '#core/sending/doubt-queries.ts';
import { finishDone } from '#core/sending/finish.ts';
import { holdAt, pauseHeldWhole } from '#core/sending/holds.ts';
import { createLiveView } from '#core/sending/live.ts';
import { bringForward, listRunning, listRunningGateways } from '#core/sending/queries.ts';
import type { Engine, LiveView } from '#core/sending/engine-port.ts';
import type { SenderEvents } from '#core/sending/sender-events.ts';
import { createSchedule } from '#core/sending/schedule.ts';
import type { Sender } from '#core/sending/sender-port.ts';
import { createSender } from '#core/sending/sender.ts';
import { createClockWatch } from '#core/sending/clock-watch.ts';
import { createComebackWatch } from '#core/sending/comebacks.ts';
import { createPaces } from '#core/sending/pace.ts';
import { getGateway } from '#core/gateways/queries.ts';
import { createChangeNotices } from '#core/sending/change-notices.ts';
import { releaseDueRetries } from '#core/sending/retry/release.ts';
import { createWindows } from '#core/sending/windows.ts';
import { transaction } from '#core/store/statement.ts';

const TICK_MS = 1_000;
/** A person waits for a test message or a one-time password this long for its turn, at the most. */
const EXPRESS_PATIENCE_MS = 15_000;
/** Reports of messages sent outside Siar are forgotten after this. */
const STRAY_REPORTS_MS = 30 * 24 * 3_600_000;

type EngineDeps = Pick<
  CoreDeps,
  'db' | 'clock' | 'logger' | 'bus' | 'gateways' | 'guard' | 'flusher'
>;

/** See Engine. */
export function createEngine(deps: EngineDeps): Engine {
  return new TickingEngine(deps);
}

class TickingEngine implements Engine {
  private readonly deps: EngineDeps;
  private readonly senders = new Map<number, Sender>();
  private readonly opening = new Map<number, Promise<void>>();
  private readonly windows;
  private readonly notices;
  private readonly paces;
  private readonly limiters;
  private readonly schedule;
  readonly view: LiveView;
  private readonly lookAtClocks;
  private readonly lookForComebacks;
  private timer: NodeJS.Timeout | undefined;
  private only: number | undefined;
  private isStarted = false;
  private poller: ReportPoller | undefined;
  private unsubscribe: (() => void) | undefined;

  constructor(deps: EngineDeps) {
    this.deps = deps;
    this.windows = createWindows(deps.db);
    this.notices = createChangeNotices(deps.bus);
    this.paces = createPaces(deps);
    this.limiters = createCampaignLimiters(deps.db);
    this.view = createLiveView(deps, this.senders, this.paces);
    this.lookAtClocks = createClockWatch(deps.clock);
    this.lookForComebacks = createComebackWatch({
      ...deps,
      only: () => this.only,
      isStarted: () => this.isStarted,
      changed: (id) => this.notices.changed(id),
      wake: (gatewayId) => this.wake({ forgive: [gatewayId] }),
    });
    this.schedule = createSchedule({
      ...deps,
      only: () => this.only,
      changed: (id) => this.notices.changed(id),
      paused: ({ id, name }, reason) => this.announcePause(id, name, reason),
    });
  }

  get started(): boolean {
    return this.isStarted;
  }

  async start(options: { only?: number } = {}): Promise<void> {
    if (this.isStarted) return;
    this.isStarted = true;
    this.only = options.only;
    const { db, clock, gateways } = this.deps;
    deleteStrayReports(db, clock.now() - STRAY_REPORTS_MS);
    const reports = createReportBatches({ db, clock, moved: (id) => this.notices.changed(id) });
    await gateways.startListening((gatewayId, report) => reports.take(gatewayId, report));
    if (!this.isStarted) return;
    const take = (gatewayId: number, report: DeliveryReport) => reports.take(gatewayId, report);
    this.poller = createReportPoller({
      ...this.deps,
      take,
      note: (id, note) => this.deps.gateways.notePoll(id, note),
    });
    this.unsubscribe = this.deps.bus.subscribe((event) => {
      if (event.type === 'gateways.changed') void this.reopenEdited();
    });
    this.schedule.resumeInterrupted();
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  wake({ forgive = [] }: { forgive?: readonly number[] } = {}): void {
    if (!this.isStarted) return;
    for (const gatewayId of forgive) this.senders.get(gatewayId)?.forgive();
    this.tick();
  }

  async express(gatewayId: number, parts: number): Promise<void> {
    const gateway = await this.deps.gateways.open(gatewayId);
    await this.paces.of(gateway).express(parts, EXPRESS_PATIENCE_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.unsubscribe?.();
    this.isStarted = false;
    await this.poller?.stop();
    await Promise.all(this.opening.values());
    await Promise.all([...this.senders.values()].map((sender) => sender.stop()));
    this.senders.clear();
    this.notices.flush();
  }

  private tick(): void {
    try {
      this.poller?.tick();
      this.followClocks();
      if (this.deps.guard.state().locked) {
        this.schedule.holdBack();
        return;
      }
      this.schedule.promoteDue();
      this.sendAgain();
      this.endAndHold();
      for (const id of listRunningGateways(this.deps.db, this.only ?? null)) this.senderOf(id);
      this.lookForComebacks();
    } catch (error) {
      // A full disk stops scheduling until the next tick; nothing is sent that is not recorded.
      this.deps.logger.error({ err: error }, 'the scheduler could not work this time');
    }
  }

  /** Sleep and clocks that were set change what "in an hour" and "not before" mean. */
  private followClocks(): void {
    const { sleptMs, setBackMs } = this.lookAtClocks();
    if (sleptMs > 0) this.paces.slept(sleptMs);
    if (setBackMs === 0) return;
    const { db } = this.deps;
    const moved = transaction(db, () => bringForward(db, setBackMs));
    this.deps.logger.warn({ setBackMs, moved }, 'the clock of this computer was set back');
  }

  /** What no sender can see by itself: nothing is left anywhere, or only what gateways hold back. */
  private endAndHold(): void {
    const { db, clock } = this.deps;
    for (const campaign of finishDone(db, clock.now())) this.events.finished(campaign);
    for (const { campaign, reason } of transaction(db, () => pauseHeldWhole(db))) {
      this.events.paused(campaign, reason, false);
    }
  }

  private sendAgain(): void {
    const { db, clock } = this.deps;
    const changed = releaseDueRetries(db, clock.now(), this.only ?? null);
    for (const campaignId of changed) this.notices.changed(campaignId);
  }

  private announcePause(
    campaignId: number,
    name: string,
    { message }: PauseReason,
    goesOn = false,
  ): void {
    this.notices.changed(campaignId);
    this.deps.bus.publish({ type: 'campaigns.paused', campaignId, name, message, goesOn });
  }

  private readonly events: SenderEvents = {
    changed: (campaignId) => this.notices.changed(campaignId),
    paused: ({ id, name }, reason, goesOn) => this.announcePause(id, name, reason, goesOn),
    finished: ({ id, name }) => {
      this.windows.forget(id);
      this.notices.changed(id);
      this.deps.bus.publish({ type: 'campaigns.finished', campaignId: id, name });
    },
  };

  private senderOf(gatewayId: number): void {
    const sender = this.senders.get(gatewayId);
    if (sender) {
      sender.wake();
      return;
    }
    if (this.opening.has(gatewayId)) return;
    const opening = this.openSender(gatewayId).finally(() => this.opening.delete(gatewayId));
    this.opening.set(gatewayId, opening);
  }

  /**
   * A gateway's address, rate or credentials may have changed: its sender ends and a new one starts.
   * Senders of gateways that stayed the same keep their pace and what they know of the gateway.
   */
  private async reopenEdited(): Promise<void> {
    for (const [gatewayId, sender] of this.senders) {
      const now = await this.deps.gateways.open(gatewayId).catch(() => undefined);
      const isCurrent = this.isStarted && this.senders.get(gatewayId) === sender;
      if (!isCurrent || now?.driver === sender.driver || this.opening.has(gatewayId)) continue;
      this.senders.delete(gatewayId);
      const reopening = sender
        .stop()
        .then(() => this.openSender(gatewayId))
        .finally(() => this.opening.delete(gatewayId));
      this.opening.set(gatewayId, reopening);
    }
  }

  private async openSender(gatewayId: number): Promise<void> {
    const { db, clock, logger, gateways, guard, flusher } = this.deps;
    try {
      const gateway = await gateways.open(gatewayId);
      if (!this.isStarted) return;
      // Its profile may have said otherwise when a repeat was decided on.
      if (gateway.capabilities.dedupe !== 'reference') doubtQueued(db, { gatewayId });
      const sender = createSender({
        db,
        clock,
        logger,
        guard,
        flusher,
        gateway,
        windows: this.windows,
        pace: this.paces.of(gateway),
        limiters: this.limiters,
        events: this.events,
        ...(this.only === undefined ? {} : { only: this.only }),
      });
      this.senders.set(gatewayId, sender);
      sender.wake();
    } catch (error) {
      this.pauseUnopened(gatewayId, error);
    }
  }

  private pauseUnopened(gatewayId: number, error: unknown): void {
    if (!(error instanceof SiarError)) {
      this.deps.logger.error({ err: error }, 'a gateway could not be opened');
    }
    const known = error instanceof SiarError;
    const reason: PauseReason = {
      code: known && error.code === 'secrets-missing' ? 'secrets-missing' : 'configuration',
      message: known ? error.message : say('not-opened'),
    };
    const { db, clock } = this.deps;
    const gateway = {
      id: gatewayId,
      name: getGateway(db, gatewayId)?.name ?? `gateway ${gatewayId}`,
    };
    const held = transaction(db, () =>
      listRunning(db, gatewayId).map((one) => holdAt(db, one, gateway, reason, clock.now())),
    );
    for (const one of held) if (one) this.events.paused(one.campaign, one.reason, one.goesOn);
  }
}
