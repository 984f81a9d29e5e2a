import type { Preview } from '#shared/contract/campaign-preview.ts';
import type { Rate } from '#shared/credits/rates.ts';
import { zonesOfCountry } from '#shared/schedule/window.ts';
import type { PreparedMessage } from '#shared/sms/price-prefix.ts';
import type { RouteGateway } from '#core/routing/route-plan.ts';
import { systemZone } from '#core/sending/windows.ts';

type Total = Preview['countries'][number];

/** Adds up a preview by gateway, country and rate. */
export type CountryTally = {
  add(gateway: RouteGateway, country: string, message: PreparedMessage, rate: Rate): void;
  /** Zones in which the campaign's hours count for this country. */
  zonesOf(country: string): string[];
  /** Most credits first. */
  totals(): Total[];
  /** What the sender should know about the rates. */
  notices(): Preview['warnings'];
};

/** See CountryTally. `timeZone` is the campaign's own, which overrides the recipients' zones. */
export function createCountryTally(timeZone: string | null): CountryTally {
  const totals = new Map<string, Total>();
  const zones = new Map<string, string[]>();

  function zonesOf(country: string): string[] {
    const known =
      zones.get(country) ?? (timeZone === null ? zonesOfCountry(country, systemZone) : [timeZone]);
    zones.set(country, known);
    return known;
  }

  function totalOf(gateway: RouteGateway, country: string, rate: Rate): Total {
    const key = `${gateway.id} ${country} ${rate.prefix}`;
    const known = totals.get(key);
    if (known) return known;
    const { text, addedBy, countries } = gateway.profile.pricePrefix;
    const total: Total = {
      gatewayId: gateway.id,
      country,
      prefix: rate.prefix,
      zones: zonesOf(country),
      recipients: 0,
      parts: 0,
      credits: 0,
      rate: rate.hundredths / 100,
      confirmed: rate.confirmed,
      pricePrefix: addedBy !== 'none' && countries.includes(country) ? text : '',
    };
    totals.set(key, total);
    return total;
  }

  return {
    add(gateway, country, message, rate) {
      const total = totalOf(gateway, country, rate);
      total.recipients += 1;
      total.parts += message.parts;
      total.credits += message.credits;
    },
    zonesOf,
    totals: () =>
      [...totals.values()].toSorted(
        (a, b) => b.credits - a.credits || a.country.localeCompare(b.country),
      ),
    notices() {
      const unconfirmed = [...totals.values()].filter(({ confirmed }) => !confirmed);
      const count = unconfirmed.reduce((sum, { recipients }) => sum + recipients, 0);
      if (count === 0) return [];
      const names = [...new Set(unconfirmed.map(({ country }) => country))].toSorted();
      return [
        {
          code: 'rates-unconfirmed',
          severity: 'notice',
          count,
          message: `${count} message(s) go to countries whose price your gateway has not confirmed (${names.join(', ')}). They may cost more than is shown; ask your gateway and enter its price under Credits, Rates.`,
        },
      ];
    },
  };
}
