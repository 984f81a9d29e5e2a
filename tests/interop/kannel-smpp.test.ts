import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SmppPdu } from 'smpp';
import { KANNEL_PROFILE, kannelOptionsSchema } from '#shared/gateways/kannel-profile.ts';
import { SMPP_PROFILE, smppOptionsSchema } from '#shared/gateways/smpp-profile.ts';
import type { Encoding } from '#shared/sms/segments.ts';
import { measureText } from '#shared/sms/segments.ts';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import { createKannelDriver } from '#core/gateways/kannel/driver.ts';
import { createSmppDriver } from '#core/gateways/smpp/driver.ts';
import { KANNEL_SECRETS, kannelMissing, startKannel, type Kannel } from '#tests/support/kannel.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';
import { createSmsc, type Smsc } from '#tests/support/smsc.ts';

/** Both speak SMPP to one SMSC on npm `smpp`: Siar itself, and Siar through Kannel as its SMPP client. */
const never = new AbortController().signal;
let smsc: Smsc;
let kannel: Kannel;

/** With a plus: without one Kannel takes a number for a national one (type 2), Siar never does. */
const senders = ['KEDAI', '+60198887777'];
const texts: [string, string][] = [
  ['a short text', 'RM0.00 Hai, jumpa esok jam 3?'],
  ['every kind of character of GSM', 'RM0.00 @£$¥èéùìòÇ Øø Åå Δ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ ¤ ¡ ÄÖÑÜ§ ¿ äöñüà'],
  ['the extension table and a line break', 'RM0.00 [Kedai] {a|b} ~^\\ €5\nTamat'],
  ['160 septets', 'RM0.00 '.padEnd(160, 'a')],
  ['161 septets', 'RM0.00 '.padEnd(161, 'a')],
  ['400 septets', Array.from({ length: 400 }, (_, i) => 'abcdefghij'[i % 10]).join('')],
  ['Chinese', 'RM0.00 您好，明天下午三点见'],
  ['70 units', '您'.repeat(70)],
  ['71 units', '您'.repeat(71)],
  ['150 units', Array.from({ length: 150 }, (_, i) => '一二三四五六七八九十'[i % 10]).join('')],
  ['an emoji', 'RM0.00 Selamat Hari Raya 🎉'],
];

const missing = kannelMissing();

describe.skipIf(missing !== null)('what Siar and Kannel put on the wire', () => {
  beforeAll(async () => {
    smsc = await createSmsc();
    kannel = await startKannel({ kind: 'smpp', port: smsc.port });
  });
  afterAll(async () => {
    await kannel?.stop();
    await smsc?.close();
  });
  beforeEach(() => {
    smsc.submits.length = 0;
  });

  async function bySiar(sender: string, text: string, encoding: Encoding): Promise<SmppPdu[]> {
    const profile = { ...SMPP_PROFILE, options: smppOptionsSchema.parse({ sender }) };
    const driver = createSmppDriver({
      baseUrl: smsc.url,
      secrets: { systemId: 'siar', password: 'secret' },
      profile,
      logger: silentLogger,
      onReport: () => Promise.resolve(),
      onIncoming: () => Promise.resolve(),
    });
    return submitsOf(driver, text, encoding);
  }

  async function byKannel(sender: string, text: string, encoding: Encoding): Promise<SmppPdu[]> {
    const profile = { ...KANNEL_PROFILE, options: kannelOptionsSchema.parse({ sender }) };
    const driver = createKannelDriver({
      baseUrl: kannel.url,
      secrets: KANNEL_SECRETS,
      profile,
      dlrCallback: 'http://127.0.0.1:9/in/x/y',
    });
    return submitsOf(driver, text, encoding);
  }

  async function submitsOf(driver: GatewayDriver, text: string, encoding: Encoding) {
    const outcome = await driver.send(
      { reference: 'r', msisdn: '60123456789', text, encoding },
      never,
    );
    expect(outcome).toMatchObject({ kind: 'accepted' });
    const { parts } = measureText(text, SMPP_PROFILE);
    await expect.poll(() => smsc.submits.length, { timeout: 10_000 }).toBe(parts);
    await driver.close();
    return smsc.submits.splice(0);
  }

  it.each(senders.flatMap((sender) => texts.map(([name, text]) => [name, sender, text] as const)))(
    'is the same for %s from %s: parts, headers, coding, octets, addresses',
    async (_name, sender, text) => {
      const { encoding } = measureText(text, SMPP_PROFILE);
      const ours = await bySiar(sender, text, encoding);
      const theirs = await byKannel(sender, text, encoding);
      expect(ours.map(comparable)).toEqual(theirs.map(comparable));
      expect(ours.map(partText).join('')).toBe(text);
    },
  );

  it('differs where Kannel asks for one receipt for all parts and Siar for one for each', async () => {
    const text = 'RM0.00 '.padEnd(300, 'a');
    const ours = await bySiar('KEDAI', text, 'gsm7');
    const theirs = await byKannel('KEDAI', text, 'gsm7');
    expect(ours.map((pdu) => pdu.registered_delivery)).toEqual([1, 1]);
    expect(theirs.map((pdu) => pdu.registered_delivery)).toEqual([1, 0]);
  });
});

/** What a phone or an operator would notice; the reference is each sender's own. */
function comparable(pdu: SmppPdu) {
  const header = udhOf(pdu);
  return {
    source: [pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr],
    dest: [pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr],
    coding: pdu.data_coding,
    hasHeader: (pdu.esm_class & 0x40) !== 0,
    header: header && { kind: header.slice(0, 4), of: header.slice(6) },
    text: partText(pdu),
  };
}

function udhOf({ short_message }: SmppPdu): string | undefined {
  return 'message' in short_message ? short_message.udh?.[0]?.toString('hex') : undefined;
}

function partText({ short_message }: SmppPdu): string {
  return 'message' in short_message ? String(short_message.message) : '';
}
