import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { templateValues } from '#shared/contacts/template-values.ts';
import { invalid, refused } from '#shared/contract/errors.ts';
import type { Rate } from '#shared/credits/rates.ts';
import { prepareMessage, type PreparedMessage } from '#shared/sms/price-prefix.ts';
import type { MessagePlan } from '#core/campaigns/audience/plan.ts';
import type { RouteGateway } from '#core/routing/route-plan.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { findDead, NONE_DEAD, type DeadNumbers } from '#core/look-ups/dead-numbers.ts';
import type { Db } from '#core/store/db.ts';
import {
  getAudience,
  listAudienceIds,
  type AudienceRow,
} from '#core/campaigns/audience/queries.ts';

/** What can be made of a text for one person. */
type Made =
  | { kind: 'message'; message: PreparedMessage; rate: Rate }
  | { kind: 'missing'; fields: string[] }
  | { kind: 'unusable'; reason: 'too-long' | 'empty' };

/** What becomes of one person of the audience, and by which gateway. */
export type Recipient = {
  contact: AudienceRow;
  gateway: RouteGateway;
  /** When a look-up found the number dead (wall ms); null: none did, or it counts no more. */
  deadSince: number | null;
} & (
  | Made
  /** `saved`: credits that the message would have cost, as far as one could be made. */
  | { kind: 'excluded'; reason: ExclusionReason; saved: number }
);

/** Why people of the lists get no message; stored as the reason of their messages. */
export type ExclusionReason = 'suppressed' | 'dead-number';

/** People per step: about ten milliseconds of work, so that sending goes on beside it. */
const STEP = 1000;

/**
 * Everybody in the lists, each person once, with the exact text that would be sent. In steps, so
 * that a million people do not stop the clock; reads only.
 */
export async function* evaluateAudience(
  db: Db,
  plan: MessagePlan,
): AsyncGenerator<Recipient[], void, void> {
  const ids = listAudienceIds(db, plan.listIds);
  for (let at = 0; at < ids.length; at += STEP) {
    const step = getAudience(db, ids.slice(at, at + STEP));
    const doubtful = step.flatMap(({ once_dead: dead, msisdn }) => (dead === 1 ? [msisdn] : []));
    const dead = doubtful.length > 0 ? findDead(db, doubtful) : NONE_DEAD;
    yield step.map((contact) => evaluate(contact, plan, dead));
    await yieldToEventLoop();
  }
}

function evaluate(contact: AudienceRow, plan: MessagePlan, dead: DeadNumbers): Recipient {
  const gateway = plan.routes.gatewayFor(contact);
  const known = GATEWAY_KINDS[gateway.driver].practice ? dead.practice : dead.real;
  const deadSince = known.get(contact.msisdn) ?? null;
  const to = { contact, gateway, deadSince };
  if (contact.suppressed === 1) return { ...to, kind: 'excluded', reason: 'suppressed', saved: 0 };
  const outcome = makeMessage(contact, gateway, plan);
  if (plan.dead.leaveOut && deadSince !== null && deadSince >= plan.dead.since) {
    const saved = outcome.kind === 'message' ? outcome.message.credits : 0;
    return { ...to, kind: 'excluded', reason: 'dead-number', saved };
  }
  return { ...to, ...outcome };
}

function makeMessage(contact: AudienceRow, gateway: RouteGateway, plan: MessagePlan): Made {
  const rendered = plan.template.render(valuesOf(contact));
  if (!rendered.ok) {
    if (rendered.missing.length === 0) {
      throw invalid(
        'template-failed',
        `The text could not be made for ${contact.name || contact.msisdn}: ${rendered.message ?? 'unknown reason'} Nothing was sent.`,
        { name: contact.name || contact.msisdn, problem: rendered.message ?? '' },
      );
    }
    return { kind: 'missing', fields: rendered.missing };
  }
  // Before the price prefix is added: alone it says nothing, and still costs a credit.
  if (rendered.text.trim() === '') return { kind: 'unusable', reason: 'empty' };
  const rate = gateway.rates.rateOf(contact.country, contact.msisdn);
  const message = prepareMessage(rendered.text, contact.country, gateway.profile, rate.hundredths);
  if (message.tooLong) return { kind: 'unusable', reason: 'too-long' };
  return { kind: 'message', message, rate };
}

function valuesOf(contact: AudienceRow): Record<string, string> {
  const stored: unknown = JSON.parse(contact.fields);
  const fields: Record<string, string> = {};
  if (typeof stored === 'object' && stored !== null) {
    for (const [key, value] of Object.entries(stored)) fields[key] = String(value);
  }
  return templateValues({ name: contact.name, msisdn: contact.msisdn, fields });
}

/** A person who stands in the way of a start, as the screens and scripts name them. */
export type BlockingRow = { contactId: number; name: string; msisdn: string; missing: string[] };

/** Collects what would make some messages wrong; `assertNone` refuses with the people named. */
export class Blockers {
  private readonly rows: BlockingRow[] = [];
  private missing = 0;
  private readonly fields = new Set<string>();
  private readonly unusable = new Map<'too-long' | 'empty', number>();
  private readonly tooLongFor = new Map<string, number>();

  /** Notes a recipient that cannot get a message; ignores all others. */
  note(recipient: Recipient): void {
    if (recipient.kind !== 'missing' && recipient.kind !== 'unusable') return;
    if (recipient.kind === 'missing') {
      this.missing += 1;
      for (const field of recipient.fields) this.fields.add(field);
    } else {
      this.unusable.set(recipient.reason, (this.unusable.get(recipient.reason) ?? 0) + 1);
      const { name, profile } = recipient.gateway;
      if (recipient.reason === 'too-long') this.tooLongFor.set(name, profile.maxParts);
    }
    if (this.rows.length < 100) {
      const { id, name, msisdn } = recipient.contact;
      const missing = recipient.kind === 'missing' ? recipient.fields : [];
      this.rows.push({ contactId: id, name, msisdn, missing });
    }
  }

  /** Throws `missing-fields`, `empty-message` or `too-long` when anybody was noted. */
  assertNone(): void {
    if (this.missing > 0) {
      const names = [...this.fields].map((field) => `"${field}"`).join(', ');
      throw refused(
        'missing-fields',
        `${this.missing} recipient(s) have nothing in ${names}, so their message would have a gap. Nothing was sent. ` +
          `Fill the gaps, or give a default such as {{ ${[...this.fields][0]} | default: "…" }}.`,
        {
          total: this.missing,
          fields: [...this.fields],
          example: [...this.fields][0],
          rows: this.rows,
        },
      );
    }
    const empty = this.unusable.get('empty') ?? 0;
    if (empty > 0) {
      throw refused(
        'empty-message',
        `The message of ${empty} recipient(s) would be empty. Nothing was sent. Write a text for them.`,
        { total: empty, rows: this.rows },
      );
    }
    const tooLong = this.unusable.get('too-long') ?? 0;
    if (tooLong > 0) {
      const limits = [...this.tooLongFor].map(([name, most]) => `${most} parts of ${name}`);
      throw refused(
        'too-long',
        `The message of ${tooLong} recipient(s) has more than the ${limits.join(' or the ')}, which the gateway refuses. Nothing was sent. Shorten the text.`,
        { total: tooLong, rows: this.rows, case: 'start' },
      );
    }
  }
}
