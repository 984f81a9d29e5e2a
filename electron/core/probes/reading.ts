import type { ProbeReading } from '#shared/contract/probes.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { RuleCheck } from '#core/gateways/wire.ts';
import type { Mask } from '#core/gateways/mask-secrets.ts';
import { showText } from '#core/probes/show-exchange.ts';

/** What Siar makes of an answer to a message: the outcome, what it found, and by which rules. */
export function toReading(
  outcome: SendOutcome,
  profile: GatewayProfile,
  rules: readonly RuleCheck[],
  mask: Mask,
): ProbeReading {
  const show = (text: string | null) => (text === null ? null : showText(text, mask));
  const { code } = outcome;
  const known = code !== null && Object.hasOwn(profile.codes, code);
  return {
    outcome: outcome.kind,
    code: show(code),
    codeMeaning: known ? (profile.codes[code]?.meaning ?? null) : null,
    reason: outcome.kind === 'accepted' ? null : show(outcome.reason),
    gatewayMessageId: outcome.kind === 'accepted' ? show(outcome.gatewayMessageId) : null,
    parts: outcome.kind === 'accepted' ? outcome.parts : null,
    credits: outcome.kind === 'accepted' ? outcome.credits : null,
    rules: rules.map((one) => ({
      ...one,
      wanted: show(one.wanted),
      found: show(one.found),
    })),
  };
}
