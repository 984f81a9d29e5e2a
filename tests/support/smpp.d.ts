/** What the tests use of npm `smpp` 0.5.1, which has no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server, Socket } from 'node:net';

  export type SmppPdu = {
    command: string;
    command_id: number;
    command_status: number;
    sequence_number: number;
    message_id?: string;
    system_id?: string;
    password?: string;
    interface_version?: number;
    source_addr_ton: number;
    source_addr_npi: number;
    source_addr: string;
    dest_addr_ton: number;
    dest_addr_npi: number;
    destination_addr: string;
    esm_class: number;
    registered_delivery: number;
    data_coding: number;
    protocol_id: number;
    priority_flag: number;
    validity_period: unknown;
    service_type: string;
    short_message: { message: string | Buffer; udh?: Buffer[] } | Buffer;
    message_payload?: { message: string | Buffer };
    receipted_message_id?: string;
    message_state?: number;
    sar_msg_ref_num?: number;
    sar_total_segments?: number;
    sar_segment_seqnum?: number;
    response(options?: Record<string, unknown>): SmppPdu;
  };

  export class Session extends EventEmitter {
    readonly socket: Socket;
    send(pdu: SmppPdu): boolean;
    bind_transceiver(options: Record<string, unknown>, done?: (pdu: SmppPdu) => void): boolean;
    submit_sm(options: Record<string, unknown>, done?: (pdu: SmppPdu) => void): boolean;
    deliver_sm(options: Record<string, unknown>, done?: (pdu: SmppPdu) => void): boolean;
    enquire_link(done?: (pdu: SmppPdu) => void): boolean;
    unbind(done?: (pdu: SmppPdu) => void): boolean;
    close(done?: () => void): void;
    destroy(done?: () => void): void;
  }

  const smpp: {
    connect(options: { host: string; port: number }, ready?: () => void): Session;
    createServer(options: Record<string, unknown>, listener: (session: Session) => void): Server;
  };
  export default smpp;
}
