import { z } from 'zod';
import { normalisePhone } from '#shared/phone/normalise.ts';
import type { ReplyDone } from '#shared/contract/replies.ts';
import { readReply, type ReplyReading } from '#shared/replies/keywords.ts';
import { addSuppression } from '#core/contacts/suppression-queries.ts';
import type { IncomingMessage } from '#core/gateways/gateway-driver.ts';
import type { Logger } from '#core/ports.ts';
import {
  findReplyByRef,
  forgetReplyRef,
  insertReply,
  lastCampaignTo,
  listRecentParts,
  listRecentReplies,
  nameOf,
  removeReplySuppression,
  setReplyOutcome,
  setReplyParts,
  type NewReply,
} from '#core/replies/queries.ts';
import type { EventBus } from '#core/rpc/event-bus.ts';
import { readSettings } from '#core/settings/handlers.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

const partsSchema = z.record(z.string(), z.string());

type ReplyDeps = { db: Db; bus: EventBus; logger: Logger };
type Outcome = Pick<NewReply, 'asked' | 'keyword' | 'done'>;
type Taken = { isNews: boolean; done: ReplyDone; msisdn: string | null; campaignId: number | null };

const HOUR_MS = 3_600_000;
/** A gateway that got no answer hands the same message over again within this time. */
const AGAIN_MS = HOUR_MS;
/** Parts of one message come within minutes, after a break within hours. */
const PARTS_MS = 24 * HOUR_MS;
/** A START is not believed twice within this time where a STOP came between: it may be the first one again. */
const START_MS = 72 * HOUR_MS;
/** Of a message, in the reason of its suppression. */
const MOST_QUOTED = 80;

/**
 * Keeps a message from a phone, once, and does what its first words ask for. When it returns, all of that is
 * committed and on the disk: only then may the gateway be told "received". Throws where it could not be kept.
 */
export function takeReply(
  { db, bus, logger }: ReplyDeps,
  gatewayId: number,
  message: IncomingMessage,
  now: number,
): void {
  const { sender, msisdn } = readSender(message.from, readSettings(db).country);
  const reply = { gatewayId, message, sender, msisdn, now };
  const taken = transaction(db, () =>
    message.part === null ? takeWhole(db, reply) : takePart(db, reply, message.part),
  );
  if (!taken.isNews) return logger.debug({ gatewayId }, 'a message from a phone came again');
  bus.publish({ type: 'replies.changed' });
  if (taken.done !== 'stopped' && taken.done !== 'allowed') return;
  bus.publish({ type: 'contacts.changed' });
  if (taken.done === 'allowed' || taken.msisdn === null) return;
  const name = nameOf(db, taken.msisdn);
  bus.publish({
    type: 'replies.stopped',
    name: name === '' ? `+${taken.msisdn}` : name,
    campaignId: taken.campaignId,
  });
}

type Given = {
  gatewayId: number;
  message: IncomingMessage;
  sender: string;
  msisdn: string | null;
  now: number;
};

function takeWhole(db: Db, given: Given): Taken {
  const { gatewayId, message, sender, now } = given;
  const { text, gatewayMessageId } = message;
  const reading = readReply(text);
  const recent =
    gatewayMessageId === null
      ? listRecentReplies(db, { gatewayId, sender, recipient: message.to, since: now - START_MS })
      : [];
  const again =
    gatewayMessageId === null
      ? repeated(db, given, text)
      : repeatedById(db, given, gatewayMessageId);
  if (again) return sayAgain(db, given, again.asked);
  const stopped = recent.findIndex(({ asked }) => asked === 'stop');
  const isOldStart =
    reading?.kind === 'start' &&
    stopped !== -1 &&
    recent.slice(stopped).some((one) => one.text === text);
  const outcome = act(db, given, isOldStart ? { ...reading, kind: 'check' } : reading);
  return keep(db, given, outcome);
}

/** The same text as the last one of this sender, a short while ago: gateways without ids say it so again. */
function repeated(db: Db, { gatewayId, message, sender, now }: Given, text: string) {
  const since = now - AGAIN_MS;
  const [last] = listRecentReplies(db, { gatewayId, sender, recipient: message.to, since });
  return last?.text === text ? last : undefined;
}

/**
 * The message with this id, where it is the same one. Gateways use ids again (a phone that was set up anew counts
 * from 1, a profile names a field that is no id): another message must not be lost because of that.
 */
function repeatedById(db: Db, { gatewayId, message, sender }: Given, ref: string) {
  const known = findReplyByRef(db, gatewayId, ref);
  if (!known || (known.sender === sender && known.text === message.text)) return known;
  forgetReplyRef(db, known.id);
  return undefined;
}

/** A wish to stop that is said again holds again, whatever was done to the list meanwhile. */
function sayAgain(db: Db, given: Given, asked: ReplyReading['kind'] | null): Taken {
  const outcome = asked === 'stop' ? act(db, given, { kind: 'stop', keyword: '' }) : undefined;
  const isNews = outcome?.done === 'stopped';
  return { isNews, done: outcome?.done ?? 'none', msisdn: given.msisdn, campaignId: null };
}

/**
 * Each part is kept as it comes, so that none is lost with a crash between two. Its words are read as soon
 * as the first one is there.
 */
function takePart(db: Db, given: Given, part: NonNullable<IncomingMessage['part']>): Taken {
  const { gatewayId, message, sender, msisdn, now } = given;
  const { reference, total } = part;
  const since = now - PARTS_MS;
  const candidates = listRecentParts(db, {
    gatewayId,
    sender,
    recipient: message.to,
    since,
    reference,
    total,
  });
  for (const { id, parts: stored, asked } of candidates) {
    const parts = new Map(Object.entries(partsSchema.parse(JSON.parse(stored))));
    const here = parts.get(String(part.number));
    if (here === message.text) return sayAgain(db, given, asked);
    // Another message with the same reference: there are only 256 of them.
    if (here !== undefined) continue;
    parts.set(String(part.number), message.text);
    setReplyParts(db, id, JSON.stringify(Object.fromEntries(parts)), joinParts(parts, total));
    const outcome = part.number === 1 ? act(db, given, readReply(message.text)) : undefined;
    if (outcome) setReplyOutcome(db, id, outcome);
    const campaignId = msisdn === null ? null : lastCampaignTo(db, msisdn);
    return { isNews: true, done: outcome?.done ?? 'none', msisdn, campaignId };
  }
  const reading = part.number === 1 ? readReply(message.text) : null;
  return keep(db, given, act(db, given, reading));
}

/** Parts that are missing show as dots. */
function joinParts(parts: ReadonlyMap<string, string>, total: number): string {
  return Array.from({ length: total }, (_, index) => parts.get(String(index + 1)) ?? ' … ').join(
    '',
  );
}

function keep(db: Db, { gatewayId, message, sender, msisdn, now }: Given, outcome: Outcome): Taken {
  const campaignId = msisdn === null ? null : lastCampaignTo(db, msisdn);
  insertReply(db, {
    gatewayId,
    gatewayRef: message.gatewayMessageId,
    sender,
    recipient: message.to,
    text: message.text,
    part: message.part,
    ...outcome,
    campaignId,
    receivedAt: now,
  });
  return { isNews: true, done: outcome.done, msisdn, campaignId };
}

/** Does what a message asks for. Without a number to do it for, a person has to look. */
function act(db: Db, { message, msisdn, now }: Given, reading: ReplyReading | null): Outcome {
  if (reading === null) return { asked: null, keyword: null, done: 'none' };
  const { kind, keyword } = reading;
  if (kind === 'check' || msisdn === null) return { asked: 'check', keyword, done: 'none' };
  if (kind === 'start') {
    const done = removeReplySuppression(db, msisdn) ? 'allowed' : 'none';
    return { asked: 'start', keyword, done };
  }
  const quoted = message.text.trim();
  const reason = quoted.length > MOST_QUOTED ? `${quoted.slice(0, MOST_QUOTED)}…` : quoted;
  const isNew = addSuppression(db, {
    msisdn,
    reason: `“${reason}”`,
    source: 'reply',
    createdAt: now,
  });
  return { asked: 'stop', keyword, done: isNew ? 'stopped' : 'already' };
}

/**
 * A sender as contacts are kept: digits with country code. Gateways mostly write complete numbers without
 * the plus, so that is tried first; what cannot be a mobile number is kept as it is.
 */
function readSender(from: string, country: string): { sender: string; msisdn: string | null } {
  const given = from.trim();
  const complete = /^[1-9]\d{8,14}$/.test(given) ? `+${given}` : given;
  const phone = [complete, given]
    .map((text) => normalisePhone(text, { country }))
    .find(({ ok }) => ok);
  if (phone?.ok) return { sender: phone.msisdn, msisdn: phone.msisdn };
  const digits = /^\+?(\d{7,15})$/.exec(given)?.[1];
  return { sender: digits ?? given.slice(0, 100), msisdn: digits ?? null };
}
