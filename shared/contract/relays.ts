import { z } from 'zod';
import { idSchema, momentSchema, needs, okSchema } from './base.ts';

/** How delivery reports of one gateway come through a relay. The relay's key can be set and never read. */
export const relaySchema = z.object({
  gatewayId: idSchema,
  url: z.string(),
  /** `off`: nothing fetches now. `failing`: see `problem`; the reports wait at the relay. */
  state: z.enum(['off', 'connected', 'failing']),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** When the relay last answered. */
  answeredAt: momentSchema.nullable(),
  /** Callbacks that still waited there then. */
  left: z.int().nonnegative(),
});

/** See relaySchema. */
export type GatewayRelay = z.infer<typeof relaySchema>;

const ofGateway = z.strictObject({ gatewayId: idSchema });

/** Relays: the way in for delivery reports where this computer has no public address. */
export const relaysContract = {
  /** One entry for each gateway that has a relay. */
  all: needs('gateways.read').output(z.array(relaySchema)),
  /**
   * Lets a gateway's callbacks come through a relay. The key is needed once for each relay; it is tried
   * first. Throws `relay-key`, `relay-key-missing`, `not-a-relay`, `no-callbacks` and what addresses throw.
   */
  set: needs('gateways.write')
    .input(
      z.strictObject({
        gatewayId: idSchema,
        url: z.string().max(2_000),
        key: z.string().max(200).optional(),
        allowPlainHttp: z.boolean().optional(),
      }),
    )
    .output(relaySchema),
  /** Reports that still wait at the relay are lost for this gateway. */
  remove: needs('gateways.write').input(ofGateway).output(okSchema),
  /** The whole address to enter at the gateway, secret parts included; null where it calls none. */
  callback: needs('gateways.write')
    .input(ofGateway)
    .output(z.object({ url: z.string().nullable() })),
};
