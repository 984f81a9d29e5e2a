import { summaryOf } from '#shared/campaigns/lifecycle.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { MessageReport } from '#shared/contract/reports.ts';
import { classifyCode } from '#shared/gateways/profile.ts';
import { parseProfile } from '#core/campaigns/reports-of.ts';
import {
  findMessage,
  getMessage,
  listAttemptFacts,
  listReportsOf,
  type MessageFacts,
} from '#core/reports/message/queries.ts';
import { listRetries } from '#core/sending/retry/queries.ts';
import type { Db } from '#core/store/db.ts';
import { toMessage } from '#core/history/to-message.ts';

/** Which message: by its id, or by its campaign and number. */
export type WhichMessage = { messageId: number } | { campaignId: number; msisdn: string };

/** Everything known about one message. Throws `no-such-message`. */
export function reportMessage(db: Db, which: WhichMessage): MessageReport {
  const message = requireMessage(db, which);
  const profile = parseProfile(message.gateway_profile);
  const givesReports =
    profile.givesReports &&
    (message.gateway_driver === 'practice' || message.gateway_dlr_listen !== null);
  return {
    message: toMessage(message),
    summary: summaryOf(message.state, givesReports),
    answer: explainCode(message),
    deliveredMeans: profile.reportsMean.delivered,
    givesReports,
    predicted: message.credits,
    attempts: listAttemptFacts(db, message.id).map((attempt) => ({
      number: attempt.number,
      reference: attempt.reference,
      startedAt: attempt.started_at,
      finishedAt: attempt.finished_at,
      outcome: attempt.outcome,
      code: attempt.code,
      detail: attempt.detail,
      credits: attempt.credits,
      parts: attempt.parts,
      gatewayMessageId: attempt.gateway_message_id,
      reports: reportsOf(db, attempt.gateway_id, attempt.gateway_message_id),
    })),
    retries: listRetries(db, message.id).map((retry) => ({
      number: retry.number,
      after: retry.after_state,
      credits: retry.credits,
      dueAt: retry.due_at,
      state: retry.state,
      reason: retry.reason,
      endedAt: retry.ended_at,
    })),
  };
}

function requireMessage(db: Db, which: WhichMessage): MessageFacts {
  const found =
    'messageId' in which
      ? getMessage(db, which.messageId)
      : findMessage(db, which.campaignId, which.msisdn);
  if (found) return found;
  const wanted =
    'messageId' in which
      ? `There is no message ${which.messageId}.`
      : `Campaign ${which.campaignId} has no message to ${which.msisdn}; write the number with its country code, such as 60123456789.`;
  throw invalid('no-such-message', `${wanted} Nothing was changed.`);
}

/** Only a gateway's own answer codes are in its profile; Siar's (`interrupted`, …) explain themselves. */
function explainCode({ code, gateway_profile: text }: MessageFacts): MessageReport['answer'] {
  if (code === null) return null;
  const profile = parseProfile(text);
  const isKnown = Object.hasOwn(profile.codes, code);
  if (!isKnown && !/^\d+$/.test(code)) return null;
  const { class: kind, meaning, advice } = classifyCode(profile, code);
  // What became of a message after it was accepted is in its reports.
  return kind === 'accepted' ? null : { code, meaning, advice };
}

function reportsOf(db: Db, gatewayId: number, gatewayMessageId: string | null) {
  if (gatewayMessageId === null) return [];
  return listReportsOf(db, gatewayId, gatewayMessageId).map((row) => ({
    report: row.report,
    reportedAt: row.reported_at || null,
    receivedAt: row.received_at,
  }));
}
