import type { DriverCapabilities } from '#shared/gateways/capabilities.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type { GatewayCap } from '#shared/gateways/cap.ts';
import type { CallbackAnswer } from '#core/gateways/callbacks.ts';
import type {
  CallbackRequest,
  DeliveryReport,
  GatewayDriver,
} from '#core/gateways/gateway-driver.ts';
import type { Exchange } from '#core/gateways/http/exchange.ts';
import type { PollNote } from '#core/gateways/poll-board.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';

/** An account ready to send. */
export type OpenGateway = {
  readonly id: number;
  readonly name: string;
  readonly profile: GatewayProfile;
  /** What this account can do. */
  readonly capabilities: DriverCapabilities;
  /** Messages per second, at most. */
  readonly rate: number;
  /** At most so many messages or parts in any of these spans. */
  readonly caps: readonly GatewayCap[];
  /** The built-in simulator: costs nothing, reaches nobody. */
  readonly practice: boolean;
  readonly driver: GatewayDriver;
};

/** Gateways in use by this process: drivers are opened once and shared. */
export type GatewayPool = {
  /** Throws SiarError `no-such-gateway` or `secrets-missing`. Reopens after the gateway was edited. */
  open(gatewayId: number): Promise<OpenGateway>;
  /**
   * An account with a driver of its own, whose HTTP requests `exchange` makes; the caller closes the
   * driver. Not for kinds that hold a session: a second one may be refused. Throws as `open`.
   */
  openAside(gateway: StoredGateway, exchange: Exchange): Promise<OpenGateway>;
  /** Forgets an opened driver because its settings changed; calls in flight end first. */
  invalidate(gatewayId: number): Promise<void>;
  /**
   * Starts the delivery-report listeners and the sessions of all gateways (and of ones added later).
   * `onReport` ends once the report is committed: only then is the gateway told "received".
   */
  startListening(
    onReport: (gatewayId: number, report: DeliveryReport) => Promise<void> | void,
  ): Promise<void>;
  /**
   * Takes a callback of a gateway that came another way than by its listener. The answer is what the
   * gateway is to be told; 503 while nothing listens, because then nothing is recorded.
   */
  takeCallback(gatewayId: number, request: CallbackRequest): Promise<CallbackAnswer>;
  /** What came of asking a gateway for reports: the Gateways page shows it. */
  notePoll(gatewayId: number, note: PollNote): void;
  /** Closes listeners and drivers. */
  stop(): Promise<void>;
};
