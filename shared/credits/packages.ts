import { invalid, type SiarError } from '../contract/errors.ts';
import { formatRinggit } from './money.ts';
import { say } from '#shared/said/say.ts';

/** So much money buys so many credits: RM 100 = 2,000. Larger amounts pay the same price for each. */
export type CreditPackage = { amountSen: number; credits: number };

/** More packages than this are a mistake. */
export const MAX_PACKAGES = 50;

/** The price of one credit, never rounded: `amountSen / credits`. */
type Price = CreditPackage;

/** Negative where `a` is the cheaper price for one credit, 0 where both are the same. */
export function comparePrices(a: Price, b: Price): number {
  const difference =
    BigInt(a.amountSen) * BigInt(b.credits) - BigInt(b.amountSen) * BigInt(a.credits);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * The packages in the order of their amounts, when they can be a price list. Throws `bad-packages`:
 * amounts and credits are whole and above 0, no amount stands twice, and more money never buys at a
 * higher price.
 */
export function checkPackages(packages: readonly CreditPackage[]): CreditPackage[] {
  if (packages.length === 0) throw bad(say('packages-none'));
  if (packages.length > MAX_PACKAGES) throw bad(say('packages-many', { most: MAX_PACKAGES }));
  const sorted = packages.toSorted((a, b) => a.amountSen - b.amountSen);
  for (const [at, one] of sorted.entries()) {
    const { amountSen, credits } = one;
    if (![amountSen, credits].every((value) => Number.isSafeInteger(value) && value > 0)) {
      throw bad(say('packages-whole'));
    }
    const before = sorted[at - 1];
    if (!before) continue;
    const amount = formatRinggit(amountSen);
    if (before.amountSen === amountSen) throw bad(say('packages-twice', { amount }));
    if (comparePrices(one, before) > 0) {
      throw bad(
        say('packages-dearer', {
          amount,
          price: formatPrice(one),
          before: formatRinggit(before.amountSen),
          beforePrice: formatPrice(before),
        }),
      );
    }
  }
  return sorted;
}

/** The package whose price holds for an amount; undefined below the smallest. */
export function packageFor(
  packages: readonly CreditPackage[],
  amountSen: number,
): CreditPackage | undefined {
  return packages.findLast((one) => one.amountSen <= amountSen);
}

/** What an amount buys, and at which package's price. */
export type Quote = { amountSen: number; credits: number; package: CreditPackage };

/**
 * What an amount buys: whole credits, a broken one is not given. Throws `below-minimum` and, far
 * beyond any bank, `bad-amount`. There is no maximum.
 */
export function quote(packages: readonly CreditPackage[], amountSen: number): Quote {
  const found = packageFor(packages, amountSen);
  if (!found) {
    const least = packages[0];
    const offer = least
      ? `${formatRinggit(least.amountSen)} (${least.credits.toLocaleString('en-US')} credits)`
      : 'that of a package';
    throw invalid(
      'below-minimum',
      `${formatRinggit(amountSen)} is less than the smallest top-up, ${offer}. Nothing was recorded; enter that or more.`,
      { amountSen, minimumSen: least?.amountSen ?? null },
    );
  }
  const credits = Number((BigInt(amountSen) * BigInt(found.credits)) / BigInt(found.amountSen));
  if (Number.isSafeInteger(amountSen) && Number.isSafeInteger(credits)) {
    return { amountSen, credits, package: found };
  }
  throw invalid(
    'bad-amount',
    'That is more money than can be counted exactly. Nothing was recorded; check the amount.',
    { case: 'too-much' },
  );
}

/** The next cheaper price: `moreSen` on top of the amount, and each credit costs that of `package`. */
export type CheaperPackage = { moreSen: number; package: CreditPackage };

/** The first package above an amount whose credits are cheaper; undefined where there is none. */
export function nextCheaper(
  packages: readonly CreditPackage[],
  amountSen: number,
): CheaperPackage | undefined {
  const now = packageFor(packages, amountSen);
  const next = packages.find(
    (one) => one.amountSen > amountSen && (!now || comparePrices(one, now) < 0),
  );
  return next && { moreSen: next.amountSen - amountSen, package: next };
}

/** The price of one credit in sen with up to two decimals: 5 sen, 4.76 sen. Rounded only to be read. */
export function formatPrice({ amountSen, credits }: Price): string {
  return `${pricePerCredit({ amountSen, credits }).toLocaleString('en-US', { maximumFractionDigits: 2 })} sen`;
}

/** The price of one credit in sen, to be shown; not for reckoning with. */
export function pricePerCredit({ amountSen, credits }: Price): number {
  return amountSen / credits;
}

function bad(problem: string): SiarError {
  return invalid(
    'bad-packages',
    `${problem}. The price list was not changed; correct it and try again.`,
    { problem, case: 'list' },
  );
}
