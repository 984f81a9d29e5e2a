import { lookUpOptionsSchema, type LookUpOptions } from '#shared/gateways/look-up.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';

/** How look-ups of an account are asked and read; profiles from before there were any get the usual. */
export function lookUpOptions({ options }: GatewayProfile): LookUpOptions {
  return lookUpOptionsSchema.parse(options['lookUp'] ?? {});
}
