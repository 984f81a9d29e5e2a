import type { z } from 'zod';
import type { DriverName } from '#shared/contract/gateways.ts';
import { httpOptionsSchema } from '#shared/gateways/http-profile.ts';
import { esmsOptionsSchema } from '#shared/gateways/look-up.ts';
import { kannelOptionsSchema } from '#shared/gateways/kannel-profile.ts';
import { smppOptionsSchema } from '#shared/gateways/smpp-profile.ts';
import { sms123OptionsSchema } from '#shared/gateways/sms123-options.ts';
import { smsgateOptionsSchema } from '#shared/gateways/smsgate-profile.ts';
import { twilioOptionsSchema } from '#shared/gateways/twilio-profile.ts';

/** What `profile.options` may hold, by driver. */
export const DRIVER_OPTIONS: Readonly<Record<DriverName, z.ZodType<Record<string, unknown>>>> = {
  esms: esmsOptionsSchema,
  sms123: sms123OptionsSchema,
  kannel: kannelOptionsSchema,
  smpp: smppOptionsSchema,
  twilio: twilioOptionsSchema,
  smsgate: smsgateOptionsSchema,
  http: httpOptionsSchema,
  practice: esmsOptionsSchema,
};
