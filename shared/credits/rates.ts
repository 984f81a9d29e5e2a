/** Stands for every country that has no row of its own. */
export const OTHER_COUNTRIES = '*';

/** One line of a gateway's rate table. */
export type RateRow = {
  /** ISO 3166 code, or OTHER_COUNTRIES. */
  country: string;
  /** Digits with the country code that numbers begin with; empty: the whole country. */
  prefix: string;
  /** Hundredths of a credit per part; null: no figure is known, so the next wider one is used. */
  hundredths: number | null;
  /** Whether the gateway said so, or a person answers for it. */
  confirmed: boolean;
};

/** What one part to one number costs, and which line says so. */
export type Rate = {
  hundredths: number;
  /** `default`: the gateway's own figure for everything. */
  from: 'prefix' | 'country' | 'others' | 'default';
  /** The prefix that decided; empty unless `from` is `prefix`. */
  prefix: string;
  confirmed: boolean;
};

/** A gateway's rates, ready to be asked for a million numbers. */
export type RateTable = {
  readonly rows: readonly RateRow[];
  readonly defaultHundredths: number;
  /** The longest prefix wins, then the country, then the other countries, then the gateway's default. */
  rateOf(country: string, msisdn: string): Rate;
};

type Known = { whole: RateRow | undefined; prefixes: Rate[]; fallback: Rate };

/** See RateTable. `creditsPerPart` is the gateway profile's. */
export function createRateTable(rows: readonly RateRow[], creditsPerPart: number): RateTable {
  const defaultHundredths = Math.round(creditsPerPart * 100);
  const others = rows.find((row) => row.country === OTHER_COUNTRIES && row.prefix === '');
  const countries = new Map<string, Known>();

  function know(country: string): Known {
    const own = rows.filter((row) => row.country === country);
    const whole = own.find((row) => row.prefix === '');
    const known: Known = {
      whole,
      prefixes: own.flatMap(toPrefixRate).toSorted((a, b) => b.prefix.length - a.prefix.length),
      fallback: fallbackOf(whole, others, defaultHundredths),
    };
    countries.set(country, known);
    return known;
  }

  return {
    rows,
    defaultHundredths,
    rateOf(country, msisdn) {
      const known = countries.get(country) ?? know(country);
      return known.prefixes.find((rate) => msisdn.startsWith(rate.prefix)) ?? known.fallback;
    },
  };
}

function toPrefixRate({ prefix, hundredths, confirmed }: RateRow): Rate[] {
  if (prefix === '' || hundredths === null) return [];
  return [{ hundredths, from: 'prefix', prefix, confirmed }];
}

function fallbackOf(
  whole: RateRow | undefined,
  others: RateRow | undefined,
  defaultHundredths: number,
): Rate {
  if (whole && whole.hundredths !== null) {
    const { hundredths, confirmed } = whole;
    return { hundredths, from: 'country', prefix: '', confirmed };
  }
  // A country that was confirmed without a figure costs what the gateway takes by default.
  if (whole?.confirmed !== true && others && others.hundredths !== null) {
    const { hundredths, confirmed } = others;
    return { hundredths, from: 'others', prefix: '', confirmed };
  }
  const confirmed = whole?.confirmed ?? others?.confirmed ?? false;
  return { hundredths: defaultHundredths, from: 'default', prefix: '', confirmed };
}

/** Whole credits that a message of so many parts costs: a fraction counts as one more. */
export function creditsFor(parts: number, hundredths: number): number {
  return Math.ceil((parts * hundredths) / 100);
}
