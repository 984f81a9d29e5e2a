import { invalid } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import { DRIVER_OPTIONS } from '#shared/gateways/driver-options.ts';
import { gatewayProfileSchema, type GatewayProfile } from '#shared/gateways/profile.ts';
import { withPartLimits } from '#shared/gateways/smpp-profile.ts';
import type { Db } from '#core/store/db.ts';
import { assertUsableCaps } from '#core/gateways/edit.ts';
import { setGatewayProfile, type StoredGateway } from '#core/gateways/queries.ts';
import { faultsOf } from '#core/gateways/profile-faults.ts';
import { GATEWAY_PROFILES, kindOf } from '#core/gateways/registry.ts';

const FAULTS_SHOWN = 3;

/** Whose profile it is: what a profile is checked against. */
type ProfileOwner = Pick<StoredGateway, 'name' | 'driver'> & { profile: { id: string } };

/**
 * Checks and stores a gateway's profile. Messages that are frozen keep their text, parts and price; only
 * campaigns started from now on are counted by it. Throws `bad-profile` that names the first few faults, and `cap-too-tight`.
 */
export function changeProfile(db: Db, gateway: StoredGateway, given: unknown): void {
  const profile = checkProfile(gateway, given);
  assertUsableCaps(gateway, profile);
  setGatewayProfile(db, gateway.id, profile);
}

/**
 * A profile for this gateway, stored or not; parts of SMPP as short as their header makes them. Throws
 * `bad-profile` as `changeProfile` does.
 */
export function checkProfile(gateway: ProfileOwner, given: unknown): GatewayProfile {
  const kind = kindOf(gateway);
  const parsed = gatewayProfileSchema.safeParse(given);
  if (!parsed.success) throw refuse(gateway, faultsOf(parsed.error.issues, given));
  const profile = parsed.data;
  const options = DRIVER_OPTIONS[gateway.driver].safeParse(profile.options);
  if (!options.success) {
    throw refuse(gateway, faultsOf(options.error.issues, profile, ['options']));
  }
  assertWithin(gateway, profile, kind.capabilities.batch);
  return gateway.driver === 'smpp' ? withPartLimits(profile) : profile;
}

/** The profile as Siar ships it. Throws `no-shipped-profile` for one that is not Siar's. */
export function shippedProfile({ name, profile }: StoredGateway): GatewayProfile {
  const shipped = GATEWAY_PROFILES.get(profile.id);
  if (shipped) return shipped;
  throw invalid(
    'no-shipped-profile',
    `The profile ${profile.id} of gateway ${name} is not one that Siar ships. Nothing was changed.`,
    { name, profile: profile.id },
  );
}

function assertWithin(gateway: ProfileOwner, profile: GatewayProfile, batch: number): void {
  const faults: string[] = [];
  if (profile.id !== gateway.profile.id) faults.push(say('fault-id', { field: 'id' }));
  if (profile.batchSize > batch)
    faults.push(say('fault-batch', { field: 'batchSize', most: batch }));
  for (const alphabet of ['gsm7', 'ucs2'] as const) {
    const { single, multi } = profile[alphabet];
    if (multi > single) {
      faults.push(say('fault-parts', { field: `${alphabet}.multi`, other: `${alphabet}.single` }));
    }
  }
  if (faults.length > 0) throw refuse(gateway, faults);
}

function refuse({ name }: ProfileOwner, faults: readonly string[]) {
  return invalid(
    'bad-profile',
    `The profile of gateway ${name} cannot be used: ${faults.slice(0, FAULTS_SHOWN).join('; ')}. Nothing was changed.`,
    { name, faults, shown: faults.slice(0, FAULTS_SHOWN).join('; ') },
  );
}
