import type { Preview } from '#shared/contract/campaign-preview.ts';
import { isSamplePerson } from '#shared/contacts/sample-people.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { lintContent } from '#shared/sms/content-lint.ts';
import type { PreparedMessage } from '#shared/sms/price-prefix.ts';
import type { RouteGateway } from '#core/routing/route-plan.ts';
import type { Db } from '#core/store/db.ts';
import { Blockers, evaluateAudience, type Recipient } from '#core/campaigns/audience/evaluate.ts';
import type { MessagePlan } from '#core/campaigns/audience/plan.ts';
import { countMemberships } from '#core/campaigns/audience/queries.ts';
import {
  createDeadTally,
  deadNotices,
  type DeadTally,
} from '#core/campaigns/audience/dead-tally.ts';
import { createCountryTally, type CountryTally } from '#core/campaigns/audience/country-tally.ts';

type Warning = Preview['warnings'][number];

/** What one gateway would send. */
type GatewayTotal = { gateway: RouteGateway; recipients: number; parts: number; credits: number };

/** Where the content rules apply: they are Malaysian operators' (see lintContent). */
const LINTED_COUNTRY = 'MY';

/**
 * What a campaign would do: people, parts, credits, warnings and samples; no side effect.
 * Throws `missing-fields`, `empty-message` or `too-long` with the people named.
 */
export async function previewAudience(
  db: Db,
  plan: MessagePlan,
  options: {
    samples: number;
    /** The campaign's own limits: messages per second, and minutes to spread them over. */
    rate: number | null;
    spreadMinutes: number | null;
    timeZone: string | null;
  },
): Promise<Preview> {
  const tally = new Tally(
    options.samples,
    createCountryTally(options.timeZone),
    createDeadTally(plan.dead),
  );
  const blockers = new Blockers();
  for await (const step of evaluateAudience(db, plan)) {
    for (const recipient of step) {
      blockers.note(recipient);
      tally.add(recipient);
    }
  }
  blockers.assertNone();
  const left = Object.values(tally.preview.excluded).reduce((sum, people) => sum + people, 0);
  const repeated = countMemberships(db, plan.listIds) - tally.preview.recipients - left;
  const dead = tally.dead.totals();
  return {
    ...tally.preview,
    dead,
    gateways: tally.gatewayTotals(plan.routes.own.id),
    countries: tally.countries.totals(),
    warnings: [...tally.warnings(), ...repeatedNotice(repeated), ...deadNotices(dead)],
    sendSeconds: Math.max(
      ...tally.gatewaySeconds(),
      tally.preview.recipients / (options.rate ?? Number.POSITIVE_INFINITY),
      (options.spreadMinutes ?? 0) * 60,
    ),
  };
}

/** Adds up a preview. */
class Tally {
  readonly preview: Preview;
  private readonly samples: number;
  private readonly linted = new Map<string, Warning>();
  private readonly offenders = new Map<string, string | undefined>();
  private readonly gateways = new Map<number, GatewayTotal>();
  private possible = 0;
  private madeUp = 0;
  private multiPart = 0;

  readonly countries: CountryTally;
  readonly dead: DeadTally;

  constructor(samples: number, countries: CountryTally, dead: DeadTally) {
    this.samples = samples;
    this.countries = countries;
    this.dead = dead;
    this.preview = {
      recipients: 0,
      excluded: {},
      dead: dead.totals(),
      parts: 0,
      credits: 0,
      gsm7: 0,
      ucs2: 0,
      longestParts: 0,
      warnings: [],
      samples: [],
      gateways: [],
      countries: [],
      sendSeconds: 0,
    };
  }

  add(recipient: Recipient): void {
    const { preview } = this;
    this.dead.add(recipient);
    if (recipient.kind === 'excluded') {
      preview.excluded[recipient.reason] = (preview.excluded[recipient.reason] ?? 0) + 1;
      return;
    }
    if (recipient.kind !== 'message') return;
    const { contact, gateway, message, rate } = recipient;
    preview.recipients += 1;
    preview.parts += message.parts;
    preview.credits += message.credits;
    preview[message.encoding] += 1;
    preview.longestParts = Math.max(preview.longestParts, message.parts);
    this.countries.add(gateway, contact.country, message, rate);
    this.addToGateway(gateway, message);
    if (message.parts > 1) this.multiPart += 1;
    if (contact.confidence === 'possible') this.possible += 1;
    if (!GATEWAY_KINDS[gateway.driver].practice && isSamplePerson(contact)) this.madeUp += 1;
    for (const { char, suggestion } of message.offenders) {
      if (this.offenders.size < 10) this.offenders.set(char, suggestion);
    }
    if (contact.country === LINTED_COUNTRY) this.lint(message.text);
    if (preview.samples.length < this.samples) {
      preview.samples.push({
        contactId: contact.id,
        name: contact.name,
        to: contact.msisdn,
        text: message.text,
        encoding: message.encoding,
        parts: message.parts,
        country: contact.country,
        gatewayName: gateway.name,
        zones: this.countries.zonesOf(contact.country),
        rate: rate.hundredths / 100,
        credits: message.credits,
      });
    }
  }

  private addToGateway(gateway: RouteGateway, { parts, credits }: PreparedMessage): void {
    const total = this.gateways.get(gateway.id) ?? { gateway, recipients: 0, parts: 0, credits: 0 };
    total.recipients += 1;
    total.parts += parts;
    total.credits += credits;
    this.gateways.set(gateway.id, total);
  }

  /** Seconds that each gateway needs for its share. */
  gatewaySeconds(): number[] {
    return [...this.gateways.values()].map(({ gateway, recipients }) => recipients / gateway.rate);
  }

  gatewayTotals(ownId: number): Preview['gateways'] {
    return [...this.gateways.values()]
      .map(({ gateway, ...total }) => ({
        gatewayId: gateway.id,
        gatewayName: gateway.name,
        own: gateway.id === ownId,
        ...total,
        available: null,
        warnings: [],
      }))
      .toSorted((a, b) => Number(b.own) - Number(a.own) || b.recipients - a.recipients);
  }

  private lint(text: string): void {
    for (const found of lintContent(text)) {
      const known = this.linted.get(found.code);
      if (known) known.count += 1;
      else this.linted.set(found.code, { ...found, count: 1 });
    }
  }

  warnings(): Warning[] {
    const notices: Warning[] = [];
    const add = (code: string, count: number, message: string) => {
      if (count > 0) notices.push({ code, severity: 'notice', count, message });
    };
    add(
      'multi-part',
      this.multiPart,
      `${this.multiPart} message(s) need more than one part and cost more than one credit each.`,
    );
    const chars = [...this.offenders.keys()].map((char) => `“${char}”`).join(' ');
    add(
      'unicode',
      this.preview.ucs2,
      `${this.preview.ucs2} message(s) hold characters outside the SMS alphabet (${chars}) and fit only 70 characters in a part.`,
    );
    add(
      'possible-numbers',
      this.possible,
      `${this.possible} number(s) have the right length but lie in a range that is not known to be in use. They are sent to and charged.`,
    );
    return [
      ...this.linted.values(),
      ...madeUpWarning(this.madeUp),
      ...notices,
      ...this.countries.notices(),
    ];
  }
}

function madeUpWarning(people: number): Warning[] {
  if (people === 0) return [];
  return [
    {
      code: 'sample-people',
      severity: 'warning',
      count: people,
      message: `${people} of these people are the made-up ones of the sample. Somebody may have their numbers, and would get the message at your cost.`,
    },
  ];
}

function repeatedNotice(repeated: number): Warning[] {
  if (repeated <= 0) return [];
  return [
    {
      code: 'in-several-lists',
      severity: 'notice',
      count: repeated,
      message: `${repeated} time(s) a person is in more than one of these lists. Everybody gets one message only.`,
    },
  ];
}
