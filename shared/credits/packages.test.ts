import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRinggit, parseRinggit, requireRinggit } from '#shared/credits/money.ts';
import {
  checkPackages,
  comparePrices,
  formatPrice,
  nextCheaper,
  packageFor,
  quote,
  type CreditPackage,
} from '#shared/credits/packages.ts';

/** What a new data folder begins with (migration 0070); the first is the user guide's smallest top-up. */
const FIRST_PACKAGES: readonly CreditPackage[] = [
  { amountSen: 10_000, credits: 2_000 },
  { amountSen: 50_000, credits: 10_500 },
  { amountSen: 100_000, credits: 22_000 },
  { amountSen: 500_000, credits: 125_000 },
];

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

/** Any price list: sorted amounts whose prices only fall. */
const priceLists = fc
  .array(
    fc.record({
      more: fc.integer({ min: 1, max: 1_000_000 }),
      bonus: fc.integer({ min: 0, max: 500 }),
    }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((steps) => {
    const list: CreditPackage[] = [];
    for (const { more, bonus } of steps) {
      const before = list.at(-1);
      const amountSen = (before?.amountSen ?? 0) + more;
      const least = before ? Math.ceil((amountSen * before.credits) / before.amountSen) : more;
      list.push({ amountSen, credits: least + bonus });
    }
    return list;
  });
const amounts = fc.integer({ min: 1, max: 1_000_000_000 });

describe('money', () => {
  it('is read as people write it and never as a fraction', () => {
    for (const [text, sen] of [
      ['100', 10_000],
      ['RM 100', 10_000],
      ['rm1,234.5', 123_450],
      [' 1,234,567.89 ', 123_456_789],
      ['0.07', 7],
    ] as const) {
      expect(parseRinggit(text), text).toBe(sen);
    }
    for (const text of ['', 'RM', '-5', '1,23', '1.234', '1e3', '０', '12 50', '9'.repeat(20)]) {
      expect(parseRinggit(text), text).toBeNull();
    }
    expect(() => requireRinggit('ten')).toThrow('“ten” is no amount of money.');
  });

  it('is written so that it is read as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (sen) => {
        expect(parseRinggit(formatRinggit(sen))).toBe(sen);
      }),
    );
    expect(formatRinggit(-123_405)).toBe('-RM 1,234.05');
  });
});

describe('packages', () => {
  it('begin with the smallest top-up of the user guide: RM 100 = 2,000 credits', () => {
    const packages = checkPackages(FIRST_PACKAGES);
    expect(quote(packages, 10_000).credits).toBe(2_000);
    expect(codeOf(() => quote(packages, 9_999))).toBe('below-minimum');
    expect(quote(packages, 99_999_999_999).credits).toBe(24_999_999_999);
  });

  it('name the next cheaper price and what it takes', () => {
    const next = nextCheaper(FIRST_PACKAGES, 30_000);
    expect(next).toEqual({ moreSen: 20_000, package: FIRST_PACKAGES[1] });
    expect(formatPrice(next?.package ?? { amountSen: 1, credits: 1 })).toBe('4.76 sen');
    expect(nextCheaper(FIRST_PACKAGES, 500_000)).toBeUndefined();
    // A package that is only larger is no saving.
    const flat = [FIRST_PACKAGES[0] as CreditPackage, { amountSen: 20_000, credits: 4_000 }];
    expect(nextCheaper(flat, 10_000)).toBeUndefined();
  });

  it('refuse a list in which more money buys at a higher price', () => {
    for (const list of [
      [],
      [{ amountSen: 0, credits: 10 }],
      [{ amountSen: 10.5, credits: 10 }],
      [
        { amountSen: 100, credits: 10 },
        { amountSen: 100, credits: 20 },
      ],
      [
        { amountSen: 100, credits: 10 },
        { amountSen: 200, credits: 19 },
      ],
    ]) {
      expect(codeOf(() => checkPackages(list))).toBe('bad-packages');
    }
  });

  it('in any list and for any amounts: more money never buys fewer credits or a higher price', () => {
    fc.assert(
      fc.property(priceLists, amounts, amounts, (list, a, b) => {
        const packages = checkPackages(list);
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map(
          (amount) => amount + (packages[0]?.amountSen ?? 0),
        ) as [number, number];
        const [small, large] = [quote(packages, less), quote(packages, more)];
        expect(large.credits).toBeGreaterThanOrEqual(small.credits);
        expect(comparePrices(large.package, small.package)).toBeLessThanOrEqual(0);
        // Never more than was paid for, and never a whole credit less.
        const { amountSen, credits } = small.package;
        expect(BigInt(small.credits) * BigInt(amountSen)).toBeLessThanOrEqual(
          BigInt(less) * BigInt(credits),
        );
        expect(BigInt(small.credits + 1) * BigInt(amountSen)).toBeGreaterThan(
          BigInt(less) * BigInt(credits),
        );
      }),
    );
  });

  it('in any list: paying what the hint says gets the price that it names', () => {
    fc.assert(
      fc.property(priceLists, amounts, (list, amount) => {
        const packages = checkPackages(list);
        const hint = nextCheaper(packages, amount);
        if (!hint) return;
        expect(hint.moreSen).toBeGreaterThan(0);
        expect(packageFor(packages, amount + hint.moreSen)).toEqual(hint.package);
        const now = packageFor(packages, amount);
        if (now) expect(comparePrices(hint.package, now)).toBeLessThan(0);
      }),
    );
  });
});
