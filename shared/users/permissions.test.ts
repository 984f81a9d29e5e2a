import { describe, expect, it } from 'vitest';
import { may, PERMISSIONS, ROLES, type Permission } from './permissions.ts';

const all = Object.keys(PERMISSIONS) as Permission[];

describe('permissions', () => {
  it('lets the owner do everything, and each role no more than the one above it', () => {
    for (const permission of all) {
      expect(may('owner', permission)).toBe(true);
      ROLES.slice(1).forEach((role, index) => {
        if (may(role, permission)) expect(may(ROLES[index] ?? 'owner', permission)).toBe(true);
      });
    }
  });

  it('lets a viewer change nothing', () => {
    const allowed = all.filter((permission) => may('viewer', permission));
    expect(allowed.filter((name) => !/\.(read|use)$|^open$/.test(name))).toEqual([]);
  });

  it('keeps gateways, users and the data from a sender', () => {
    for (const name of ['gateways.write', 'users.read', 'data.manage', 'credits.clear'] as const) {
      expect(may('sender', name)).toBe(false);
    }
    expect(may('sender', 'campaigns.send')).toBe(true);
  });
});
