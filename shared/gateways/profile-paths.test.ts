import { expect, it } from 'vitest';
import { DRIVERS } from '#shared/contract/gateways.ts';
import { DRIVER_FACTS } from '#shared/gateways/drivers.ts';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { PROFILE_GROUPS } from '#shared/gateways/profile-fields.ts';
import { valueAt, withValueAt } from '#shared/gateways/profile-paths.ts';

it('reads and changes one value and leaves the rest', () => {
  const before = { a: { b: 1, c: 2 }, d: [1] };
  expect(valueAt(before, 'a.c')).toBe(2);
  expect(valueAt(before, 'a.toString')).toBeUndefined();
  expect(withValueAt(before, 'a.b', 9)).toEqual({ a: { b: 9, c: 2 }, d: [1] });
  expect(withValueAt(before, 'x.y', 1)).toEqual({ ...before, x: { y: 1 } });
  expect(before.a.b).toBe(1);
});

it('offers only fields that a profile has', () => {
  for (const { path } of PROFILE_GROUPS.flatMap(({ fields }) => fields)) {
    // Absent means "it does not".
    if (['retriesItself', 'approvedTextsOnly'].includes(path)) continue;
    expect(valueAt(ESMS_PROFILE, path)).not.toBeUndefined();
  }
});

it('names the credentials of every driver, and the open ones are among them', () => {
  for (const driver of DRIVERS) {
    const { secretFields, optionalSecrets, openSecrets, profiles } = DRIVER_FACTS[driver];
    expect(profiles.length).toBeGreaterThan(0);
    for (const name of openSecrets) expect([...secretFields, ...optionalSecrets]).toContain(name);
  }
});
