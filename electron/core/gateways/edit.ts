import { randomBytes } from 'node:crypto';
import type { InferContractRouterInputs } from '@orpc/contract';
import { invalid } from '#shared/contract/errors.ts';
import type { gatewaysContract } from '#shared/contract/gateways.ts';
import { formatCap } from '#shared/gateways/cap.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type { Clock, Secrets, SecretStore } from '#core/ports.ts';
import type { Db } from '#core/store/db.ts';
import { checkDlrListen, checkDlrUrl, checkGatewayUrl } from '#core/gateways/addresses.ts';
import {
  deleteGateway,
  findGatewayId,
  insertGateway,
  updateGateway,
  type GatewaySettings,
  type StoredGateway,
} from '#core/gateways/queries.ts';
import { GATEWAY_KINDS, GATEWAY_PROFILES, type GatewayKind } from '#core/gateways/registry.ts';
import { missingSecrets, secretKey } from '#core/gateways/secrets.ts';

type EditDeps = { db: Db; secrets: SecretStore; clock: Clock };
type Inputs = InferContractRouterInputs<typeof gatewaysContract>;

/** 256 bits: the path is the only proof that a delivery report comes from the gateway. */
const TOKEN_BYTES = 32;

/**
 * Checks and stores a new gateway and its credentials, both or neither; returns its id.
 * Throws `name-taken`, `unknown-profile`, `secrets-missing`, `secrets-unknown`, `secret-unfit`, and what the addresses
 * throw.
 */
export async function addGateway(deps: EditDeps, input: Inputs['add']): Promise<number> {
  const { db, secrets, clock } = deps;
  const kind = GATEWAY_KINDS[input.driver];
  const profile = input.profile === undefined ? kind.profile : findProfile(kind, input.profile);
  const defaultUrl = kind.profiles.find(({ id }) => id === profile.id)?.url ?? kind.defaultUrl;
  const name = input.name.trim();
  assertNameFree(db, name, undefined);
  const settings = checkSettings(
    {
      name,
      url: defaultUrl,
      rate: profile.ratePerSecond,
      caps: [],
      dlrListen: null,
      dlrUrl: null,
    },
    input,
    kind,
  );
  assertUsableCaps(settings, profile);
  const given = input.secrets ?? {};
  const wantsSecrets = kind.defaultSecrets === undefined || Object.keys(given).length > 0;
  if (wantsSecrets) assertUsableSecrets({ name, driver: input.driver, profile }, given);
  const id = insertGateway(db, {
    ...settings,
    driver: input.driver,
    profile,
    dlrToken: randomBytes(TOKEN_BYTES).toString('base64url'),
    createdAt: clock.now(),
  });
  try {
    if (wantsSecrets) await secrets.set(secretKey(id), given);
  } catch (error) {
    deleteGateway(db, id);
    throw error;
  }
  return id;
}

/** Checks and stores changes of a gateway and its credentials, both or neither. Throws as addGateway. */
export async function changeGateway(
  deps: EditDeps,
  gateway: StoredGateway,
  input: Inputs['update'],
): Promise<void> {
  const { db, secrets } = deps;
  const name = input.name?.trim() ?? gateway.name;
  assertNameFree(db, name, gateway.id);
  const { url, rate, caps, dlrListen, dlrUrl } = gateway;
  const settings = checkSettings(
    { name, url, rate, caps, dlrListen, dlrUrl },
    input,
    GATEWAY_KINDS[gateway.driver],
  );
  assertUsableCaps(settings, gateway.profile);
  if (input.secrets === undefined || Object.keys(input.secrets).length === 0) {
    updateGateway(db, gateway.id, settings);
    return;
  }
  const key = secretKey(gateway.id);
  const before = await secrets.get(key);
  const after = { ...before, ...input.secrets };
  assertUsableSecrets({ name, driver: gateway.driver, profile: gateway.profile }, after);
  await secrets.set(key, after);
  try {
    updateGateway(db, gateway.id, settings);
  } catch (error) {
    await (before === undefined ? secrets.delete(key) : secrets.set(key, before));
    throw error;
  }
}

/** The settings after an edit: what was given is checked, what was not stays. */
function checkSettings(
  before: GatewaySettings,
  given: Inputs['update'] | Inputs['add'],
  {
    defaultUrl,
    practice,
    checkUrl = checkGatewayUrl,
  }: Pick<GatewayKind, 'defaultUrl' | 'practice' | 'checkUrl'>,
): GatewaySettings {
  const url =
    typeof given.url === 'string'
      ? checkUrl(given.url, given.allowPlainHttp ?? false)
      : given.url === null
        ? defaultUrl
        : before.url;
  if (url === null && !practice) {
    throw invalid(
      'url-missing',
      `Gateway ${before.name} needs an address. Nothing was saved; give the host and port that its operator told you.`,
      { name: before.name },
    );
  }
  const dlrUrl =
    typeof given.dlrUrl === 'string'
      ? checkDlrUrl(given.dlrUrl)
      : given.dlrUrl === null
        ? null
        : before.dlrUrl;
  const listen = given.dlrListen === undefined ? before.dlrListen : given.dlrListen;
  if (listen === null && dlrUrl !== null) {
    throw invalid(
      'dlr-listen-missing',
      'A public delivery-report address leads nowhere without an address to listen on. Nothing was saved; give HOST:PORT to listen on too.',
    );
  }
  return {
    name: before.name,
    url,
    rate: given.rate ?? before.rate,
    caps: given.caps ?? before.caps,
    dlrListen: listen === null ? null : checkDlrListen(listen, dlrUrl),
    dlrUrl,
  };
}

/** Throws `cap-too-tight`: a message with more parts than a cap allows in its whole span could never leave. */
export function assertUsableCaps(
  { name, caps }: Pick<GatewaySettings, 'name' | 'caps'>,
  { maxParts }: GatewayProfile,
): void {
  const tight = caps.find(({ unit, limit }) => unit === 'parts' && limit < maxParts);
  if (!tight) return;
  throw invalid(
    'cap-too-tight',
    `Gateway ${name} takes messages of up to ${maxParts} parts, which a cap of ${formatCap(tight)} would never let leave. Nothing was saved; allow at least ${maxParts} parts.`,
    { name, cap: formatCap(tight), least: maxParts },
  );
}

function assertNameFree(db: Db, name: string, ownId: number | undefined): void {
  const id = findGatewayId(db, name);
  if (id === undefined || id === ownId) return;
  throw invalid(
    'name-taken',
    `There is already a gateway called ${name}. Nothing was saved; choose another name.`,
    { name, case: 'gateway' },
  );
}

function findProfile({ profiles }: GatewayKind, id: string): GatewayProfile {
  const known = profiles.map((one) => one.id);
  const profile = known.includes(id) ? GATEWAY_PROFILES.get(id) : undefined;
  if (profile) return profile;
  throw invalid(
    'unknown-profile',
    `This kind of gateway has no profile ${id}. Nothing was saved; choose one of ${known.join(', ')}.`,
    { id, known },
  );
}

type Account = Pick<StoredGateway, 'name' | 'driver' | 'profile'>;

function assertUsableSecrets(gateway: Account, secrets: Secrets) {
  const { secretFields: fields, optionalSecrets } = GATEWAY_KINDS[gateway.driver];
  const missing = missingSecrets(gateway.driver, secrets);
  if (missing.length > 0) {
    throw invalid(
      'secrets-missing',
      `Gateway ${gateway.name} needs ${fields.join(' and ')}; ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing or blank. Nothing was saved; give both together.`,
      { name: gateway.name, fields, missing, case: 'given' },
    );
  }
  const unknown = Object.keys(secrets).filter(
    (field) => !fields.includes(field) && !optionalSecrets.includes(field),
  );
  if (unknown.length === 0) return assertSecretsFit(gateway, secrets);
  throw invalid(
    'secrets-unknown',
    `Gateway ${gateway.name} has no use for ${unknown.join(', ')}. Nothing was saved; it takes ${[...fields, ...optionalSecrets].join(' and ')} only.`,
    { name: gateway.name, unknown, takes: [...fields, ...optionalSecrets] },
  );
}

/** Throws `secret-unfit` for a credential that could not be written where this kind or its profile needs it. */
export function assertSecretsFit({ name, driver, profile }: Account, secrets: Secrets): void {
  const unfit = GATEWAY_KINDS[driver].findUnfit?.(secrets, profile);
  if (!unfit) return;
  const { field } = unfit;
  if ('header' in unfit) {
    throw invalid(
      'secret-unfit',
      `${field} of gateway ${name} goes into the header ${unfit.header}, and HTTP carries only Latin letters, figures and signs there. Nothing was saved; check what you entered, or let the profile put it elsewhere.`,
      { name, field, header: unfit.header, case: 'header' },
    );
  }
  throw invalid(
    'secret-unfit',
    `${field} of gateway ${name} has to be at most ${unfit.most} Latin letters, figures and signs: SMPP carries no more. Nothing was saved; check it with the gateway.`,
    { name, field, most: unfit.most, case: 'smpp' },
  );
}
