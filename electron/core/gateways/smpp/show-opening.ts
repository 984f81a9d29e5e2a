import { statusText } from '#core/gateways/smpp/constants.ts';
import type { BindBody } from '#core/gateways/smpp/pdu.ts';
import type { Opening } from '#core/gateways/smpp/session.ts';
import type { WireExchange } from '#core/gateways/wire.ts';

/** A bind and its answer in the shape in which other requests are looked at. Secrets included. */
export function toExchange(url: string, bind: BindBody, opening: Opening): WireExchange {
  const { failure, at, ms } = opening;
  // A gateway that refuses says so in the answer to the bind; without a status none came.
  const status = failure === undefined ? 0 : failure.status;
  return {
    method: 'bind_transceiver',
    url,
    headers: [
      { name: 'system_id', value: bind.systemId },
      { name: 'password', value: bind.password },
      { name: 'system_type', value: bind.systemType },
      { name: 'interface_version', value: `0x${bind.interfaceVersion.toString(16)}` },
    ],
    body: null,
    reply:
      status === undefined
        ? null
        : {
            status: statusText(status),
            headers: [{ name: 'command', value: 'bind_transceiver_resp' }],
            body: '',
            whole: true,
          },
    failure: status === undefined ? (failure?.code ?? null) : null,
    at,
    ms,
  };
}
