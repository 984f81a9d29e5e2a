import { describe, expect, it } from 'vitest';
import { DRIVERS } from '#shared/contract/gateways.ts';
import { HTTP_PROFILE } from '#shared/gateways/http-profile.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { json, probeBed } from '#tests/support/probe-bed.ts';

describe('a preview', () => {
  it.each(DRIVERS.filter((name) => GATEWAY_KINDS[name].wire === 'http'))(
    'of %s shows the request and sends nothing',
    async (driver) => {
      const { core, serve } = await probeBed();
      const server = await serve((socket) => json(socket, {}));
      const { profile } = GATEWAY_KINDS[driver];
      const result = await core.client.probes.preview({
        driver,
        url: server.url,
        profile: profile as never,
        to: '012-345 6789',
        text: 'Hello 你好',
      });
      expect(result.reading).toBeNull();
      expect(result.exchanges).toHaveLength(1);
      const [shown] = result.exchanges;
      expect(shown?.reply).toBeNull();
      expect(shown?.request.url.startsWith(server.url)).toBe(true);
      expect(JSON.stringify(shown)).toContain('60123456789');
      const masked = [shown?.request.url, shown?.request.body?.text, shown?.request.headers];
      expect(JSON.stringify(masked)).toContain('••••');
      expect(server.received).toHaveLength(0);
      expect((await core.client.history.page({})).total).toBe(0);
    },
  );

  it('reads a reply from the documentation by rules that are not saved', async () => {
    const { core } = await probeBed();
    const result = await core.client.probes.preview({
      driver: 'http',
      url: 'https://api.example.com/v1',
      profile: HTTP_PROFILE as never,
      to: '0123456789',
      text: 'Hi',
      reply: { status: 200, body: '{"status":"ok","id":77}' },
    });
    expect(result.exchanges[0]?.request.url).toBe('https://api.example.com/v1/send');
    expect(result.reading).toMatchObject({ outcome: 'accepted', gatewayMessageId: '77' });
  });

  it('is refused where a profile has faults, and where there are no requests', async () => {
    const { core } = await probeBed();
    const draft = { url: 'https://api.example.com', to: '0123456789', text: 'Hi' };
    const broken = { ...HTTP_PROFILE, options: {} };
    await expect(
      core.client.probes.preview({ ...draft, driver: 'http', profile: broken as never }),
    ).rejects.toMatchObject({ data: { code: 'bad-profile' } });
    const { profile } = GATEWAY_KINDS.smpp;
    await expect(
      core.client.probes.preview({ ...draft, driver: 'smpp', profile: profile as never }),
    ).rejects.toMatchObject({ data: { code: 'no-preview' } });
  });
});
