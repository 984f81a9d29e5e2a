import type { PauseReason } from '#shared/contract/campaign-status.ts';
import { getCampaign } from '#core/campaigns/queries.ts';
import { settleCampaigns } from '#core/credits/booking.ts';
import { pauseMismatched } from '#core/sending/mismatched.ts';
import type { GatewayDriver, SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { Sender } from '#core/sending/sender-port.ts';
import type { SendingGuard } from '#core/guard/sending-guard.ts';
import type { Clock, Logger } from '#core/ports.ts';
import { sealGatewayIds } from '#core/delivery/id-queries.ts';
import type { Flusher } from '#core/store/flusher.ts';
import { createGatewayHealth, type Trouble } from '#core/sending/gateway-health.ts';
import type { Claim } from '#core/sending/claim-queries.ts';
import { cancelQueued, listRunning } from '#core/sending/queries.ts';
import { fly, newsOf, packFlights, type Flight } from '#core/sending/flights.ts';
import { recordOutcomes } from '#core/sending/record-outcomes.ts';
import { holdAt } from '#core/sending/holds.ts';
import { finishAfter } from '#core/sending/finish.ts';
import { InFlight, maxInFlight } from '#core/sending/in-flight.ts';
import { DISK_TROUBLE, FAILED_INSIDE, HELD_BACK, isGuarded } from '#core/sending/guarded.ts';
import { createThroughput, type Throughput } from '#core/sending/throughput.ts';
import { Turns, type TurnsDeps, type Wait } from '#core/sending/turns.ts';

/**
 * An outcome waits this long at the most for others, ms, so that one flush of the disk serves many.
 * Two thirds of what is in flight is enough company (measured: tests/bench): the gateway has the rest to do
 * while the disk flushes.
 */
const GATHER_MS = 3;

/** How long to wait before trying to record again when the disk refused, ms. */
const DISK_RETRY_MS = 2_000;

type SenderDeps = TurnsDeps & {
  clock: Clock;
  logger: Logger;
  guard: SendingGuard;
  flusher: Flusher;
};

/** `pause`: what the outcome says about the gateway or the campaign; noted once, however often recording it fails. */
type Ended = { claim: Claim; outcome: SendOutcome; pause: Trouble | null };

/**
 * The pump: one transaction records what ended and claims what may leave, and only when it is on the
 * disk do the claimed messages leave. Recording and claiming share the transaction, so that a batch
 * costs one flush, not two for a message; while the disk flushes, answers come in and pages are served.
 */
export function createSender(deps: SenderDeps): Sender {
  return new PumpingSender(deps);
}

class PumpingSender implements Sender {
  readonly driver: GatewayDriver;
  private readonly deps: SenderDeps;
  private readonly turns: Turns;
  private readonly health;
  private readonly flying = new InFlight();
  private readonly rates = new Map<number, Throughput>();
  private readonly maxInFlight: number;
  private readonly abort = new AbortController();
  private ended: Ended[] = [];
  private scheduled = false;
  private flushing = false;
  private timer: NodeJS.Timeout | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private stopping: (() => void) | undefined;
  private diskTrouble: PauseReason | null = null;

  constructor(deps: SenderDeps) {
    this.deps = deps;
    this.driver = deps.gateway.driver;
    this.turns = new Turns(deps);
    this.health = createGatewayHealth(deps.gateway.name);
    // Of full requests, two: one is answered while the next is on its way.
    const { gateway, pace } = deps;
    const { batch } = gateway.capabilities;
    const full = batch === 1 ? 0 : pace.request;
    this.maxInFlight = Math.max(2 * full, maxInFlight(gateway.rate));
  }

  wake(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    // After a flush it is looked at again.
    if (!this.flushing) this.pumpSoon();
  }

  forgive(): void {
    this.health.reset();
    this.wake();
  }

  inFlight(campaignId?: number): number {
    return this.flying.count(campaignId);
  }

  perSecond(campaignId: number): number {
    return this.rates.get(campaignId)?.perSecond(this.deps.clock.monotonic()) ?? 0;
  }

  waitOf(campaignId: number): Wait | null {
    return this.turns.waitOf(campaignId);
  }

  trouble(): PauseReason | null {
    return this.diskTrouble;
  }

  async stop(): Promise<void> {
    const drained = new Promise<void>((resolve) => {
      this.stopping = resolve;
    });
    clearTimeout(this.timer);
    this.wake();
    await drained;
  }

  private pumpSoon(): void {
    setImmediate(() => {
      this.scheduled = false;
      this.pump();
    });
  }

  /** One turn. Whatever it throws is a disk or database fault: nothing left, nothing is forgotten. */
  private pump(): void {
    clearTimeout(this.timer);
    clearTimeout(this.gathering);
    this.gathering = undefined;
    const { db, clock, flusher } = this.deps;
    const ended = this.ended;
    let claims: Claim[] = [];
    let flights: Flight[] = [];
    let announce: (() => void)[] = [];
    try {
      flusher.commit(() => {
        const now = clock.now();
        announce = this.record(ended, now);
        sealGatewayIds(db);
        const claimed = this.stopping ? { claims: [], announce: [] } : this.claim(now);
        claims = claimed.claims;
        flights = packFlights(db, this.deps.gateway, claims, now);
        announce.push(...claimed.announce);
        if (!this.stopping) announce.push(...finishAfter(this.deps, ended, now));
        settleCampaigns(
          db,
          ended.map(({ claim }) => claim.campaignId),
          { at: now },
        );
      });
    } catch (error) {
      this.onRecordFailure(error);
      return;
    }
    this.ended = this.ended.slice(ended.length);
    this.flying.depart(claims);
    this.flying.land(ended.map(({ claim }) => claim));
    void this.letGo(flights, claims, announce);
  }

  /**
   * Once what was committed is on the disk: the claimed messages leave and people are told. Outcomes are
   * flushed too: whoever is told that all is over may switch the computer off.
   */
  private async letGo(
    flights: readonly Flight[],
    claims: readonly Claim[],
    announce: readonly (() => void)[],
  ): Promise<void> {
    this.flushing = true;
    const isFlushed = await this.flush();
    this.flushing = false;
    const mayLeave = isFlushed && isGuarded(this.deps, claims.at(-1));
    for (const flight of flights) this.dispatch(flight, mayLeave);
    // By the clock afterwards: were they written down as leaving earlier, one more would fit into that second.
    this.turns.departed(claims.length, this.deps.clock.monotonic());
    for (const tell of announce) tell();
    if (this.scheduled) this.pumpSoon();
    else if (this.ended.length > 0) this.gather();
    else if (this.stopping && this.inFlight() === 0) this.stopping();
  }

  private async flush(): Promise<boolean> {
    try {
      await this.deps.flusher.flushed();
      this.diskTrouble = null;
      return true;
    } catch (error) {
      this.onDiskTrouble(error);
      return false;
    }
  }

  private onDiskTrouble(error: unknown): void {
    this.deps.logger.error({ err: error }, 'the result of sending could not be recorded');
    this.diskTrouble = DISK_TROUBLE;
  }

  private onRecordFailure(error: unknown): void {
    this.onDiskTrouble(error);
    if (this.stopping) {
      // Cannot be recorded: at the next start these messages are uncertain, which is the truth.
      if (this.inFlight() === this.ended.length) this.stopping();
      return;
    }
    this.timer = setTimeout(() => this.wake(), DISK_RETRY_MS);
  }

  /** Records outcomes and pauses campaigns where one says so. Runs inside the transaction. */
  private record(ended: readonly Ended[], now: number): (() => void)[] {
    const { clock, events } = this.deps;
    const announce: (() => void)[] = [];
    for (const id of recordOutcomes(this.deps, ended, now)) this.cancelIfStopped(id, now);
    for (const { claim, outcome, pause } of ended) {
      if (outcome.kind === 'accepted') this.rateOf(claim.campaignId).note(clock.monotonic());
      if (pause) announce.push(...this.pauseAll(pause, now));
      announce.push(() => events.changed(claim.campaignId));
    }
    announce.push(...pauseMismatched(this.deps, ended, now));
    return announce;
  }

  /** A campaign was stopped while this message was on its way and nothing took it: it is over too. */
  private cancelIfStopped(campaignId: number, now: number): void {
    const { db } = this.deps;
    if (getCampaign(db, campaignId)?.state !== 'stopped') return;
    cancelQueued(db, campaignId, this.maxInFlight, now);
  }

  private rateOf(campaignId: number): Throughput {
    let rate = this.rates.get(campaignId);
    if (!rate) {
      rate = createThroughput(this.deps.clock.monotonic());
      this.rates.set(campaignId, rate);
    }
    return rate;
  }

  private pauseAll({ reason, campaignId }: Trouble, now: number): (() => void)[] {
    const { db, gateway, events } = this.deps;
    return listRunning(db, gateway.id).flatMap((campaign) => {
      if (campaignId !== null && campaign.id !== campaignId) return [];
      const held = holdAt(db, campaign, gateway, reason, now);
      return held ? [() => events.paused(campaign, held.reason, held.goesOn)] : [];
    });
  }

  /** Claims what may leave now and sets the timer for the next look. Runs inside the transaction. */
  private claim(now: number): { claims: Claim[]; announce: (() => void)[] } {
    const mono = this.deps.clock.monotonic();
    const free = this.maxInFlight - this.inFlight() + this.ended.length;
    const { wakeAt, ...turn } = this.turns.take({ now, mono }, free, this.health.holdUntil());
    if (wakeAt < Number.POSITIVE_INFINITY) {
      // Windows may open hours from now; the engine's tick covers what a capped timer misses.
      const wait = Math.min(60_000, Math.max(1, wakeAt - mono));
      this.timer = setTimeout(() => this.wake(), wait);
    }
    return turn;
  }

  private dispatch(flight: Flight, mayLeave: boolean): void {
    const every = (outcome: SendOutcome) => flight.claims.map(() => outcome);
    const sent = mayLeave
      ? fly(this.driver, flight, this.abort.signal)
      : HELD_BACK.then((outcome) => every(outcome));
    sent.then(
      (outcomes) => this.end(flight, outcomes),
      (error: unknown) => {
        this.deps.logger.error({ err: error }, 'a gateway driver failed unexpectedly');
        this.end(flight, every(FAILED_INSIDE));
      },
    );
  }

  private end({ claims }: Flight, outcomes: readonly SendOutcome[]): void {
    const news = newsOf(outcomes);
    const mono = this.deps.clock.monotonic();
    for (const [i, claim] of claims.entries()) {
      const outcome = outcomes[i];
      if (!outcome) continue;
      const pause = news.has(i) ? this.health.note(outcome, mono, claim.campaignId) : null;
      this.ended.push({ claim, outcome, pause });
    }
    this.gather();
  }

  /** Outcomes are recorded once there are enough of them, or the first has waited. */
  private gather(): void {
    if (this.ended.length * 3 >= this.inFlight() * 2) this.wake();
    else this.gathering ??= setTimeout(() => this.wake(), GATHER_MS);
  }
}
