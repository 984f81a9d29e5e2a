import type { Core } from '#core/create-core.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';

/** The code that every practice gateway of a bed makes. */
export const CODE = '907314';
/** The API secret of the account: never to be found on the disk. */
export const SECRET = 'hush-Zk83-never-on-disk';
/** Who gets the code. */
export const TO = '60123456789';

/** An eSMS account of Siar at some address; answers its id. */
export async function account(core: Core, url: string): Promise<number> {
  const gateway = await core.client.gateways.add({
    name: 'Account',
    driver: 'esms',
    url,
    secrets: { apiKey: 'key-1', apiSecret: SECRET },
  });
  return gateway.id;
}

/** A practice gateway by script and a core with an account at it, both by one clock; no engine. */
export async function otpBed(script: PracticeScript = {}, clock = createShiftedClock()) {
  const practice = await startPractice(script, { clock, createCode: () => CODE });
  const core = await startCore({ clock, engine: false });
  return { core, practice, clock, gatewayId: await account(core, practice.url) };
}
