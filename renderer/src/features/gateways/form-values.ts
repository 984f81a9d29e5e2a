import type { GatewayCap } from '#shared/gateways/cap.ts';
import type { Gateway } from '#shared/contract/gateways.ts';
import { DRIVER_FACTS } from '#shared/gateways/drivers.ts';

/** What the gateway form holds. Secrets begin empty and are never read back. */
export interface GatewayFormValues {
  name: string;
  url: string;
  profile: string;
  /** By the driver's own names. */
  secrets: Record<string, string>;
  rate: number | '';
  /** `key` only tells the rows apart. */
  caps: { key: string; limit: number | ''; unit: GatewayCap['unit']; per: GatewayCap['per'] }[];
  dlrListen: string;
  dlrUrl: string;
  allowPlainHttp: boolean;
}

/** The form's first values, for a new gateway or one that is edited. */
export function firstValues(driver: Gateway['driver'], gateway?: Gateway): GatewayFormValues {
  const { profiles, defaultUrl, rate, secretFields, optionalSecrets } = DRIVER_FACTS[driver];
  return {
    name: gateway?.name ?? '',
    url: gateway?.url ?? defaultUrl ?? '',
    profile: gateway?.profile.id ?? profiles[0]?.id ?? '',
    secrets: Object.fromEntries([...secretFields, ...optionalSecrets].map((name) => [name, ''])),
    rate: gateway?.rate ?? rate,
    caps: (gateway?.caps ?? []).map((cap) => ({ ...cap, key: `${cap.unit}/${cap.per}` })),
    dlrListen: gateway?.dlrListen ?? '',
    dlrUrl: gateway?.dlrUrl ?? '',
    allowPlainHttp: false,
  };
}

/** What is sent: empty fields as null, secrets only where they were typed. */
export function toInput(values: GatewayFormValues) {
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  const secrets = Object.fromEntries(
    Object.entries(values.secrets).filter(([, secret]) => secret !== ''),
  );
  return {
    name: values.name,
    url: orNull(values.url),
    rate: values.rate === '' ? undefined : values.rate,
    caps: values.caps.flatMap(({ limit, unit, per }) =>
      limit === '' ? [] : [{ limit, unit, per }],
    ),
    dlrListen: orNull(values.dlrListen),
    dlrUrl: orNull(values.dlrUrl),
    secrets: Object.keys(secrets).length > 0 ? secrets : undefined,
    allowPlainHttp: values.allowPlainHttp || undefined,
  };
}

/** Whether two caps are for the same span and unit: the core takes one of each. */
export function hasCapTwice(caps: GatewayFormValues['caps']): boolean {
  return new Set(caps.map(({ unit, per }) => `${unit}/${per}`)).size < caps.length;
}

/** The field that a refusal of the core is about, so that its sentence stands there. */
export function fieldOf(code: string): string | undefined {
  const fields: Readonly<Record<string, string>> = {
    'name-taken': 'name',
    'bad-url': 'url',
    'url-missing': 'url',
    'plain-http': 'url',
    'secrets-missing': 'secretsError',
    'secret-unfit': 'secretsError',
    'cap-too-tight': 'caps',
    'bad-address': 'dlrListen',
    'dlr-listen-missing': 'dlrListen',
    'dlr-url-missing': 'dlrUrl',
  };
  return Object.hasOwn(fields, code) ? fields[code] : undefined;
}

/** Whether credentials would travel unencrypted to another computer. */
export function isPlainHttp(url: string): boolean {
  const parsed = URL.parse(url.trim());
  if (parsed?.protocol !== 'http:') return false;
  return !/^(localhost|127\.|\[::1\])/.test(parsed.hostname);
}
