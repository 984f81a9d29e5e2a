import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import type { ProcedureMeta } from '#shared/contract/base.ts';
import type { CallSession } from '#core/ports.ts';
import { createErrorMapper } from './errors.ts';
import { api } from './implement.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function open(session: CallSession) {
  let calls = 0;
  const router = {
    quit: api.host.quit.handler(() => {
      calls += 1;
      return { ok: true as const };
    }),
    now: api.host.now.handler(() => ({ now: 1 })),
  };
  const client = createRouterClient(router, {
    context: { trust: 'session', session },
    interceptors: [createErrorMapper(silent)],
  });
  return { client, calls: () => calls };
}

function procedures(node: object): { name: string; meta: ProcedureMeta }[] {
  return Object.entries(node).flatMap(([name, value]: [string, object]) => {
    if (!('~orpc' in value)) {
      return procedures(value).map((found) => ({ ...found, name: `${name}.${found.name}` }));
    }
    return [{ name, meta: (value as { '~orpc': { meta: ProcedureMeta } })['~orpc'].meta }];
  });
}

describe('permissions of procedures', () => {
  it('are named by every procedure of the contract', () => {
    const all = procedures(contract);
    expect(all.length).toBeGreaterThan(70);
    expect(all.filter(({ meta }) => meta.permission === undefined)).toEqual([]);
  });

  it('refuse a role that lacks one, and run nothing of the procedure', async () => {
    const { client, calls } = open({ actor: { userId: 1, role: 'viewer' } });
    await expect(client.quit()).rejects.toMatchObject({
      data: { code: 'not-permitted', kind: 'refused', details: { role: 'viewer' } },
    });
    expect(calls()).toBe(0);
  });

  it('let the owner through, and follow a session that changes', async () => {
    const session: CallSession = { actor: { userId: 1, role: 'owner' } };
    const { client, calls } = open(session);
    await client.quit();
    session.actor = { userId: 2, role: 'sender' };
    await expect(client.quit()).rejects.toMatchObject({ data: { code: 'not-permitted' } });
    expect(calls()).toBe(1);
  });

  it('ask a session without a user to sign in, but not where that is needed to do so', async () => {
    const { client } = open({ actor: null });
    await expect(client.quit()).rejects.toMatchObject({ data: { code: 'sign-in-needed' } });
    expect(await client.now()).toEqual({ now: 1 });
  });
});
