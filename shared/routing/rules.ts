/** What a rule is about: exactly one of the two is set. */
export type RouteMatch = {
  /** ISO 3166 code of the recipient's country. */
  country: string | null;
  /** First digits of the number, with the country code. */
  prefix: string | null;
};

/** A number to be routed: digits with the country code, and the country they were read to be of. */
export type Destination = { country: string; msisdn: string };

/** One rule of an ordered list. Rules that are off are as good as not there. */
export type RoutingRule = RouteMatch & { gatewayId: number; enabled: boolean };

/** Whether a rule is about this number. */
export function isAbout({ country, prefix }: RouteMatch, to: Destination): boolean {
  if (country !== null) return country === to.country;
  return prefix !== null && to.msisdn.startsWith(prefix);
}

/** The first rule in order that is about this number; undefined: none, so the campaign's own gateway sends. */
export function findRule<Rule extends RoutingRule>(
  rules: readonly Rule[],
  to: Destination,
): Rule | undefined {
  return rules.find((rule) => rule.enabled && isAbout(rule, to));
}
