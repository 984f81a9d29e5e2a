import fc from 'fast-check';
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { normalisePhone } from '#shared/phone/normalise.ts';
import { coveredBy } from '#shared/routing/covered.ts';
import { readMatch } from '#shared/routing/read-match.ts';
import { findRule, isAbout, type Destination, type RoutingRule } from '#shared/routing/rules.ts';

/** A real mobile number of each country, read as an import reads it. */
const NUMBERS: Destination[] = getCountries().flatMap((country) => {
  const example = getExampleNumber(country, examples);
  const read = example && normalisePhone(example.number, { country: 'MY' });
  return read?.ok ? [{ country: read.country, msisdn: read.msisdn }] : [];
});

const destination = fc.constantFrom(...NUMBERS);

/** Matches that are about some of the numbers: whole countries, and prefixes cut anywhere. */
const match = fc.oneof(
  destination.map(({ country }) => ({ country, prefix: null })),
  fc
    .tuple(destination, fc.integer({ min: 1, max: 9 }))
    .map(([{ msisdn }, length]) => ({ country: null, prefix: msisdn.slice(0, length) })),
);

const rule: fc.Arbitrary<RoutingRule> = fc
  .tuple(match, fc.integer({ min: 1, max: 5 }), fc.boolean())
  .map(([about, gatewayId, enabled]) => ({ ...about, gatewayId, enabled }));

const rules = fc.array(rule, { maxLength: 12 });

const on = (about: { country?: string; prefix?: string }, gatewayId = 1): RoutingRule => ({
  country: about.country ?? null,
  prefix: about.prefix ?? null,
  gatewayId,
  enabled: true,
});

describe('the first rule that is about a number', () => {
  it('is about it and on, and no earlier one is', () => {
    fc.assert(
      fc.property(rules, destination, (all, to) => {
        const found = findRule(all, to);
        const index = found === undefined ? all.length : all.indexOf(found);
        expect(found === undefined || (found.enabled && isAbout(found, to))).toBe(true);
        for (const earlier of all.slice(0, index)) {
          expect(earlier.enabled && isAbout(earlier, to)).toBe(false);
        }
      }),
    );
  });

  it('is not changed by rules behind it, by rules that are off, or by rules about other numbers', () => {
    fc.assert(
      fc.property(rules, rules, destination, (all, more, to) => {
        const found = findRule(all, to);
        const index = found === undefined ? all.length : all.indexOf(found);
        const behind = [...all.slice(0, index + 1), ...more];
        if (found) expect(findRule(behind, to)).toBe(found);
        const silent = more.filter((one) => !one.enabled || !isAbout(one, to));
        expect(findRule([...silent, ...all], to)).toBe(found);
      }),
    );
  });

  it('depends on the order', () => {
    const to = { country: 'MY', msisdn: '601112345678' };
    const narrow = on({ prefix: '6011' }, 1);
    const wide = on({ country: 'MY' }, 2);
    expect(findRule([narrow, wide], to)?.gatewayId).toBe(1);
    expect(findRule([wide, narrow], to)?.gatewayId).toBe(2);
    expect(findRule([narrow, wide], { country: 'MY', msisdn: '60123456789' })?.gatewayId).toBe(2);
    expect(findRule([narrow, wide], { country: 'SG', msisdn: '6591234567' })).toBeUndefined();
  });
});

describe('a rule for a country', () => {
  it('agrees with libphonenumber, also where countries share a calling code', () => {
    const of = (country: string) => NUMBERS.filter((to) => isAbout({ country, prefix: null }, to));
    for (const country of ['US', 'CA', 'RU', 'KZ', 'JM', 'MY', 'SG']) {
      expect(of(country).map((to) => to.country)).toEqual([country]);
    }
    expect(NUMBERS.length).toBeGreaterThan(200);
  });

  it('takes a part of what a rule for its calling code takes', () => {
    for (const to of NUMBERS) {
      const code: string = getCountryCallingCode(to.country as 'MY');
      expect(isAbout({ country: null, prefix: code }, to)).toBe(true);
    }
    const shared = NUMBERS.filter((to) => isAbout({ country: null, prefix: '7' }, to));
    expect(shared.map(({ country }) => country).toSorted()).toEqual(['KZ', 'RU']);
    const american = NUMBERS.filter((to) => isAbout({ country: null, prefix: '1' }, to));
    expect(american.length).toBeGreaterThan(15);
  });
});

describe('what a person writes a rule for', () => {
  it.each([
    [{ country: ' my ' }, { country: 'MY', prefix: null }],
    [{ prefix: '+60 11' }, { country: null, prefix: '6011' }],
    [{ prefix: '1' }, { country: null, prefix: '1' }],
    [{ prefix: '7-701' }, { country: null, prefix: '7701' }],
  ])('reads %j', (written, expected) => {
    expect(readMatch(written)).toEqual({ ok: true, match: expected });
  });

  it.each([
    [{}, 'one-of-both'],
    [{ country: 'MY', prefix: '60' }, 'one-of-both'],
    [{ country: 'XX' }, 'unknown-country'],
    [{ country: 'Malaysia' }, 'unknown-country'],
    [{ prefix: '011' }, 'prefix-without-country-code'],
    [{ prefix: '6' }, 'bad-prefix'],
    [{ prefix: '21' }, 'bad-prefix'],
    [{ prefix: '999' }, 'bad-prefix'],
    [{ prefix: '60x' }, 'bad-prefix'],
    [{ prefix: '6012345678901234' }, 'bad-prefix'],
  ])('refuses %j as %s', (written, code) => {
    expect(readMatch(written)).toMatchObject({ ok: false, problem: { code } });
  });

  it('never ends inside a calling code: whoever shares its digits shares the whole code', () => {
    fc.assert(
      fc.property(destination, fc.integer({ min: 1, max: 12 }), ({ msisdn }, length) => {
        const prefix = msisdn.slice(0, length);
        const read = readMatch({ prefix });
        const codes = new Set(
          NUMBERS.filter((to) => to.msisdn.startsWith(prefix)).map(({ country }) =>
            getCountryCallingCode(country as 'MY'),
          ),
        );
        if (read.ok) expect(codes.size).toBe(1);
        else expect(length).toBeLessThan(3);
      }),
    );
  });
});

describe('a rule that never gets its turn', () => {
  it('is one whose numbers an earlier rule takes all of', () => {
    const cover = (first: RoutingRule, second: RoutingRule) => coveredBy([first, second], 1);
    const malaysia = on({ country: 'MY' });
    expect(cover(malaysia, on({ prefix: '6011' }))).toBe(malaysia);
    expect(cover(on({ prefix: '60' }), malaysia)).toBeDefined();
    expect(cover(on({ prefix: '601' }), on({ prefix: '6011' }))).toBeDefined();
    expect(cover(on({ prefix: '1' }), on({ country: 'CA' }))).toBeDefined();
    expect(cover(on({ country: 'US' }), on({ prefix: '1' }))).toBeUndefined();
    expect(cover(on({ country: 'RU' }), on({ prefix: '7701' }))).toBeUndefined();
    expect(cover(on({ prefix: '6011' }), malaysia)).toBeUndefined();
    expect(cover({ ...malaysia, enabled: false }, on({ prefix: '6011' }))).toBeUndefined();
  });

  it('really gets none, whatever the number', () => {
    fc.assert(
      fc.property(rules, destination, (all, to) => {
        const found = findRule(all, to);
        if (found) expect(coveredBy(all, all.indexOf(found))).toBeUndefined();
      }),
    );
  });
});
