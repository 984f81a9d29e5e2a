import { describe, expect, it } from 'vitest';
import { ESMS_SECRETS, openGateways, refusal } from '#core/gateways/test-support.ts';

describe('changing and removing a gateway', () => {
  it('sends by the new settings and the new credentials at once', async () => {
    const { client, pool, server, sendThrough } = await openGateways();
    await server.setScript({ credentials: { apiKey: 'a', apiSecret: 'new' } });
    const { id } = await client.add({
      name: 'G',
      driver: 'esms',
      url: server.url,
      secrets: { apiKey: 'a', apiSecret: 'old' },
    });
    expect(await sendThrough(id)).toMatchObject({ kind: 'paused', pauseReason: 'credentials' });
    const changed = await client.update({ id, rate: 5, secrets: { apiSecret: 'new' } });
    expect(changed).toMatchObject({ name: 'G', rate: 5, url: server.url });
    expect(await sendThrough(id)).toMatchObject({ kind: 'accepted' });
    expect((await pool.open(id)).rate).toBe(5);
  });

  it('frees the name and the credentials, and keeps the row for history', async () => {
    const { client, secrets, pool } = await openGateways();
    const { id } = await client.add({ name: 'G', driver: 'esms', secrets: ESMS_SECRETS });
    await client.remove({ id });
    expect(secrets.kept.size).toBe(0);
    await expect(client.get({ id })).rejects.toEqual(refusal('no-such-gateway'));
    await expect(pool.open(id)).rejects.toMatchObject({ code: 'no-such-gateway' });
    const again = await client.add({ name: 'g', driver: 'practice' });
    expect(again.id).not.toBe(id);
  });

  it('stays while a campaign that is not over needs it', async () => {
    const { client, db } = await openGateways();
    const { id } = await client.add({ name: 'G', driver: 'practice' });
    const insert = db.prepare(
      "INSERT INTO campaigns (name, state, text, gateway_id, sending_window, created_at) VALUES (?, ?, '', ?, 'always', 0)",
    );
    insert.run('Raya', 'paused', id);
    await expect(client.remove({ id })).rejects.toThrow('Raya');
    db.prepare("UPDATE campaigns SET state = 'finished'").run();
    insert.run('Draft', 'draft', id);
    expect(await client.remove({ id })).toEqual({ ok: true });
  });
});

describe('testing a gateway', () => {
  it('tells and remembers the balance', async () => {
    const { client, server, sendThrough } = await openGateways();
    const { id } = await client.add({
      name: 'G',
      driver: 'esms',
      url: server.url,
      secrets: ESMS_SECRETS,
    });
    expect(await client.test({ id })).toMatchObject({ ok: true, balance: 100_000 });
    await sendThrough(id);
    expect(await client.balance({ id })).toMatchObject({ balance: 99_999 });
    expect((await client.get({ id })).balance).toMatchObject({ credits: 99_999 });
    await server.setScript({ down: true });
    expect(await client.test({ id })).toMatchObject({
      ok: false,
      message: expect.stringContaining('refused'),
    });
    await expect(client.balance({ id })).rejects.toEqual(refusal('balance-unavailable'));
  });

  it('says what to do about wrong and about lost credentials', async () => {
    const { client, secrets, pool, server } = await openGateways();
    const { id } = await client.add({
      name: 'G',
      driver: 'esms',
      url: server.url,
      secrets: { apiKey: 'a', apiSecret: 'wrong' },
    });
    expect((await client.test({ id })).message).toContain('Enter the API key and secret');
    secrets.kept.clear();
    await pool.invalidate(id);
    await expect(pool.open(id)).rejects.toMatchObject({
      code: 'secrets-missing',
      kind: 'refused',
    });
    expect(await client.test({ id })).toMatchObject({ ok: false });
    expect((await client.get({ id })).secretsSet).toBe(false);
  });
});
