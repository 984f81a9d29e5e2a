import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { COUNTRY_ZONES } from '#shared/schedule/country-zones.ts';
import { parseWhen, parseWindow, windowState, zonesOfCountry } from '#shared/schedule/window.ts';

const KL = 'Asia/Kuala_Lumpur';
const NY = 'America/New_York';
const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;
const day = { start: '08:00', end: '19:00' };

describe('parseWindow', () => {
  it.each([
    ['08:00-19:00', day],
    [' 8.00 – 19:00 ', day],
    ['22:00-06:00', { start: '22:00', end: '06:00' }],
    ['Always', 'always'],
  ])('reads %j', (text, window) => {
    expect(parseWindow(text)).toEqual({ ok: true, window });
  });

  it.each(['', '08:00', '08:00-24:00', '8-19', '08:00-08:00', '08:00-19:00-20:00', '08:60-09:00'])(
    'refuses %j with a sentence',
    (text) => {
      const result = parseWindow(text);
      expect(!result.ok && result.message).toMatch(/\.$/);
    },
  );
});

describe('windowState', () => {
  it.each([
    ['2027-01-31T07:59:59.999+08:00', false, '2027-01-31T08:00+08:00'],
    ['2027-01-31T08:00+08:00', true, '2027-01-31T19:00+08:00'],
    ['2027-01-31T18:59:59+08:00', true, '2027-01-31T19:00+08:00'],
    ['2027-01-31T19:00+08:00', false, '2027-02-01T08:00+08:00'],
  ])('at %s in Malaysia: %s until %s', (now, open, changes) => {
    expect(windowState(day, [KL], at(now))).toEqual({ open, changesAtMs: at(changes) });
  });

  it('runs past midnight', () => {
    const night = { start: '22:00', end: '06:00' };
    expect(windowState(night, [KL], at('2027-01-31T02:00+08:00'))).toEqual({
      open: true,
      changesAtMs: at('2027-01-31T06:00+08:00'),
    });
    expect(windowState(night, [KL], at('2027-01-31T23:00+08:00'))).toEqual({
      open: true,
      changesAtMs: at('2027-02-01T06:00+08:00'),
    });
  });

  it('keeps wall-clock hours on the days clocks change', () => {
    // New York: forward on 14 March 2027, back on 7 November 2027.
    const spring = windowState(day, [NY], at('2027-03-14T01:00-05:00'));
    expect(spring).toEqual({ open: false, changesAtMs: at('2027-03-14T08:00-04:00') });
    const autumn = windowState(day, [NY], at('2027-11-07T00:30-04:00'));
    expect(autumn).toEqual({ open: false, changesAtMs: at('2027-11-07T08:00-05:00') });
    const skipped = { start: '02:30', end: '04:00' };
    expect(windowState(skipped, [NY], at('2027-03-14T01:00-05:00')).changesAtMs).toBe(
      at('2027-03-14T03:30-04:00'),
    );
  });

  it('is open only where it is open in every zone', () => {
    const zones = zonesOfCountry('ID', KL);
    // Jakarta +7, Jayapura +9: the hours shared are 08:00 Jakarta to 19:00 Jayapura.
    expect(windowState(day, zones, at('2027-01-31T00:30Z'))).toEqual({
      open: false,
      changesAtMs: at('2027-01-31T01:00Z'),
    });
    expect(windowState(day, zones, at('2027-01-31T05:00Z'))).toEqual({
      open: true,
      changesAtMs: at('2027-01-31T10:00Z'),
    });
  });

  it('says so when zones share no hour', () => {
    const state = windowState({ start: '09:00', end: '10:00' }, [KL, NY], at('2027-01-31T01:30Z'));
    expect(state).toEqual({ open: false, changesAtMs: null });
  });

  it('has no hours to keep when always open', () => {
    expect(windowState('always', [KL], 0)).toEqual({ open: true, changesAtMs: null });
    expect(windowState(day, [], 0)).toEqual({ open: true, changesAtMs: null });
  });

  it('agrees with the clock on the wall, outside the hour of a clock change', () => {
    const zones = ['Asia/Kuala_Lumpur', 'America/New_York', 'Australia/Adelaide', 'Europe/London'];
    const minute = fc.integer({ min: 0, max: 1439 });
    const clock = (m: number): string =>
      `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
    const moment = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2029-01-01T00:00Z') });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minute, minute, moment, (zone, a, b, nowMs) => {
        fc.pre(a !== b);
        const local = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone);
        fc.pre(local.hoursInDay === 24 && local.add({ days: 1 }).hoursInDay === 24);
        fc.pre(local.subtract({ days: 1 }).hoursInDay === 24);
        const window = { start: clock(a), end: clock(b) };
        const now = local.toPlainTime().toString().slice(0, 5);
        const inside =
          a < b ? now >= window.start && now < window.end : now >= window.start || now < window.end;
        const state = windowState(window, [zone], nowMs);
        expect(state.open).toBe(inside);
        expect(state.changesAtMs).toBeGreaterThan(nowMs);
        const next = state.changesAtMs ?? 0;
        expect(windowState(window, [zone], next - 1).open).toBe(inside);
        expect(windowState(window, [zone], next).open).toBe(!inside);
      }),
      { numRuns: 400 },
    );
  });
});

describe('zonesOfCountry', () => {
  it('knows the zones of a country and falls back where it does not', () => {
    expect(zonesOfCountry('MY', NY)).toEqual([KL]);
    expect(zonesOfCountry('ID', KL)).toHaveLength(3);
    expect(zonesOfCountry('ZZ', KL)).toEqual([KL]);
    expect(zonesOfCountry('constructor', KL)).toEqual([KL]);
  });

  it('names only zones that exist', () => {
    for (const zone of Object.values(COUNTRY_ZONES).flat()) {
      expect(windowState(day, [zone], 0).changesAtMs).not.toBeNull();
    }
  });
});

describe('parseWhen', () => {
  it.each([
    ['2027-01-31T09:30', KL, '2027-01-31T09:30+08:00'],
    ['2027-01-31 09:30', KL, '2027-01-31T09:30+08:00'],
    ['2027-01-31T09:30:15', KL, '2027-01-31T09:30:15+08:00'],
    ['2027-01-31T09:30+08:00', NY, '2027-01-31T09:30+08:00'],
    ['2027-01-31T09:30:00.000Z', NY, '2027-01-31T09:30Z'],
    ['2027-11-07T01:30', NY, '2027-11-07T01:30-04:00'],
  ])('reads %s in %s', (text, zone, expected) => {
    expect(parseWhen(text, zone)).toEqual({ ok: true, epochMs: at(expected) });
  });

  it.each([
    ['tomorrow', KL, /not a date and time/],
    ['2027-02-30T09:00', KL, /not a date and time/],
    ['2027-01-31', KL, /not a date and time/],
    ['2027-01-31T25:00+08:00', KL, /not a date and time/],
    ['2027-03-14T02:30', NY, /does not exist/],
    ['2027-01-31T09:30', 'Mars/Olympus', /not a time zone/],
  ])('refuses %s in %s', (text, zone, message) => {
    const result = parseWhen(text, zone);
    expect(!result.ok && result.message).toMatch(message);
  });
});
