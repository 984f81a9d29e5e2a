import { INCOMING_REST } from '#shared/gateways/reply-address.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type {
  CallbackOutcome,
  CallbackRequest,
  DeliveryReport,
  IncomingMessage,
  LookUpAnswer,
  TemplateAnswer,
} from '#core/gateways/gateway-driver.ts';
import type { Logger } from '#core/ports.ts';

/** Who a callback is for and how it is read. */
export type CallbackRoute = {
  gatewayId: number;
  profile: GatewayProfile;
  read: (request: CallbackRequest, profile: GatewayProfile) => CallbackOutcome;
  /** Ends once the report is committed; throws or rejects when it could not be. */
  onReport: (report: DeliveryReport) => Promise<void> | void;
  /** The same for a message from a phone. */
  onIncoming: (message: IncomingMessage) => void;
  /** The same for the result of a look-up. */
  onLookUp: (answer: LookUpAnswer) => void;
  /** The same for a decision on a text. */
  onTemplate: (answer: TemplateAnswer) => void;
};

/** What the caller is told: an HTTP status and a few words. */
export type CallbackAnswer = { status: number; text: string };

const RECEIVED: CallbackAnswer = { status: 200, text: 'OK' };
/** Kannel and Twilio send what they are answered to the phone as a message of its own: so nothing is said. */
const TAKEN_IN: CallbackAnswer = { status: 200, text: '' };

/** Whether a callback's path is the one for messages from phones, to be answered without a word. */
export function isIncomingPath(path: string): boolean {
  return path.split('/').at(-1) === INCOMING_REST;
}

/**
 * Takes one callback, however it came here (a local listener, a relay). 200 only after everything in
 * it is committed, 503 when one could not be: the gateway then sends it again, and what was recorded
 * already is not recorded twice. 400 for what is no report.
 */
export async function takeCallback(
  route: CallbackRoute,
  request: CallbackRequest,
  logger: Logger,
): Promise<CallbackAnswer> {
  const { gatewayId } = route;
  const outcome = route.read(request, route.profile);
  switch (outcome.kind) {
    case 'refused':
      logger.warn({ gatewayId, why: outcome.why }, 'a callback was turned away');
      return { status: 400, text: isIncomingPath(request.rest) ? '' : outcome.why };
    case 'ignored':
      if (outcome.why !== null) logger.warn({ gatewayId }, `not a known report: ${outcome.why}`);
      return isIncomingPath(request.rest) ? TAKEN_IN : RECEIVED;
    case 'incoming':
    case 'reports':
    case 'look-up':
    case 'template':
      try {
        if (outcome.kind === 'incoming') route.onIncoming(outcome.message);
        else if (outcome.kind === 'look-up') route.onLookUp(outcome.answer);
        else if (outcome.kind === 'template') route.onTemplate(outcome.answer);
        else await Promise.all(outcome.reports.map(async (report) => route.onReport(report)));
      } catch (error) {
        logger.error({ err: error, gatewayId }, 'what a gateway called in could not be recorded');
        const text = outcome.kind === 'incoming' ? '' : 'Try again later';
        return { status: 503, text };
      }
      return outcome.kind === 'incoming' ? TAKEN_IN : RECEIVED;
  }
}
