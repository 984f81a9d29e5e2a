import { describe, expect, it } from 'vitest';
import { ESMS_SECRETS, openGateways, refusal } from '#core/gateways/test-support.ts';

describe('adding a gateway', () => {
  it('keeps the account in the database and the credentials outside', async () => {
    const { client, db, secrets } = await openGateways();
    const added = await client.add({
      name: ' Kedai ',
      driver: 'esms',
      secrets: { apiKey: 'key-0815', apiSecret: 'secret-0815' },
    });
    expect(added).toMatchObject({
      name: 'Kedai',
      url: 'https://api.esms.com.my',
      rate: 40,
      secretsSet: true,
      practice: false,
      dlrCallback: null,
      balance: null,
    });
    expect(secrets.kept.get(`gateway-${added.id}`)).toMatchObject({ apiKey: 'key-0815' });
    expect(JSON.stringify(db.prepare('SELECT * FROM gateways').all())).not.toMatch('0815');
    expect(JSON.stringify(added)).not.toMatch('0815');
    expect(await client.all()).toEqual([added]);
  });

  it.each([
    [{ secrets: undefined }, 'secrets-missing'],
    [{ secrets: { apiKey: 'x', apiSecret: ' ' } }, 'secrets-missing'],
    [{ secrets: { ...ESMS_SECRETS, apikey: 'x' } }, 'secrets-unknown'],
    [{ url: 'http://gateway.example.com' }, 'plain-http'],
    [{ url: 'ftp://gateway.example.com' }, 'bad-url'],
    [{ url: 'https://key:secret@gateway.example.com' }, 'bad-url'],
    [{ url: 'https://gateway.example.com/?key=1' }, 'bad-url'],
    [{ profile: 'nobody' }, 'unknown-profile'],
    [{ dlrListen: 'everywhere' }, 'bad-address'],
    [{ dlrListen: '127.0.0.1:0' }, 'bad-address'],
    [{ dlrListen: '127.0.0.1:99999' }, 'bad-address'],
    [{ dlrListen: '0.0.0.0:8790' }, 'dlr-url-missing'],
    [{ dlrUrl: 'https://example.com' }, 'dlr-listen-missing'],
    [{ rate: 0 }, 'invalid-input'],
    [{ name: 'TAKEN' }, 'name-taken'],
  ])('refuses %o as %s and leaves nothing behind', async (fields, code) => {
    const { client, secrets } = await openGateways();
    await client.add({ name: 'Taken', driver: 'practice' });
    const attempt = client.add({
      name: 'New',
      driver: 'esms',
      secrets: ESMS_SECRETS,
      ...fields,
    });
    await expect(attempt).rejects.toEqual(refusal(code));
    expect(await client.all()).toHaveLength(1);
    expect(secrets.kept.size).toBe(0);
  });

  it('refuses credentials that cannot be written where they have to stand, when they are saved', async () => {
    const { client, secrets } = await openGateways();
    const add = (driver: 'http' | 'smpp', secrets: Record<string, string>) =>
      client.add({
        name: `New ${driver}`,
        driver,
        url: driver === 'smpp' ? 'smpp://127.0.0.1:2775' : 'http://127.0.0.1:9',
        secrets,
      });
    const inHeader = add('http', { apiKey: 'kunci-密' });
    await expect(inHeader).rejects.toEqual(refusal('secret-unfit'));
    await expect(inHeader).rejects.toThrow(
      /apiKey of gateway New http goes into the header Authoriz/,
    );
    await expect(inHeader).rejects.not.toThrow(/密/);
    await expect(add('smpp', { systemId: 's', password: 'ninechars' })).rejects.toThrow(
      /password of gateway New smpp has to be at most 8 Latin letters/,
    );
    await expect(add('smpp', { systemId: '店', password: 'p' })).rejects.toThrow(/systemId/);
    expect(await client.all()).toEqual([]);
    expect(secrets.kept.size).toBe(0);

    // Latin-1 is carried, and so is anything that the profile puts into no header.
    const { id } = await add('http', { apiKey: 'clé', password: '密' });
    await expect(client.update({ id, secrets: { apiKey: '密' } })).rejects.toEqual(
      refusal('secret-unfit'),
    );
    const { profile } = await client.get({ id });
    const { send, ...options } = profile.options as { send: { headers: object } };
    const withHeader = (value: string) => ({
      ...profile,
      options: { ...options, send: { ...send, headers: { 'X-Pass': value } } },
    });
    const save = (value: string) => client.saveProfile({ id, profile: withHeader(value) as never });
    await expect(save('{{ secret.password }}')).rejects.toEqual(refusal('secret-unfit'));
    await expect(save('店')).rejects.toEqual(refusal('bad-profile'));
    await save('{{secret.apiKey}}');
  });

  it('keeps neither the account nor the credentials when one cannot be stored', async () => {
    const { client, secrets } = await openGateways();
    secrets.broken = true;
    const attempt = client.add({ name: 'G', driver: 'esms', secrets: ESMS_SECRETS });
    await expect(attempt).rejects.toThrow();
    expect(await client.all()).toEqual([]);
  });

  it('practises on a computer without a working keychain', async () => {
    const { client, secrets, sendThrough } = await openGateways();
    secrets.broken = true;
    const { id } = await client.add({ name: 'P', driver: 'practice' });
    expect(await sendThrough(id)).toMatchObject({ kind: 'accepted' });
    expect(await client.all()).toMatchObject([{ practice: true, secretsSet: false }]);
  });

  it('takes plain http elsewhere only on the user’s word', async () => {
    const { client } = await openGateways();
    const url = 'http://10.0.0.5:8080/sms/';
    const added = await client.add({
      name: 'LAN',
      driver: 'esms',
      secrets: ESMS_SECRETS,
      url,
      allowPlainHttp: true,
    });
    expect(added.url).toBe('http://10.0.0.5:8080/sms');
  });
});
