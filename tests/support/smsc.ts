import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import smpp, { type Session, type SmppPdu } from 'smpp';

/** What the test SMSC does with one submit_sm. */
export type SmscAnswer =
  | { status?: number; id?: string }
  /** Taken, but nothing is said. */
  | 'silence'
  /** Taken, and the connection is broken. */
  | 'reset';

/** An SMSC built on npm `smpp`: the peer of our driver is not our own code. */
export type Smsc = {
  readonly port: number;
  /** `smpp://127.0.0.1:PORT`, or `smpps://` where it was given a key. */
  readonly url: string;
  /** Every submit_sm, as npm smpp decoded it, with the octets of the whole PDU body kept beside. */
  readonly submits: SmppPdu[];
  readonly binds: SmppPdu[];
  readonly sessions: Session[];
  /** PDUs other than submits, by command, as they came. */
  readonly heard: string[];
  /** Answers of our side to what was delivered. */
  readonly deliverAnswers: SmppPdu[];
  onSubmit: (pdu: SmppPdu, session: Session) => SmscAnswer | Promise<SmscAnswer>;
  /** Status answered to a bind. */
  onBind: (pdu: SmppPdu) => number;
  /** False: an enquire_link gets no answer. */
  answersEnquiries: boolean;
  /** Sends a deliver_sm on the newest session; resolves with the answer to it. */
  deliver(fields: Record<string, unknown>): Promise<SmppPdu>;
  /** Breaks every connection. */
  breakAll(): void;
  close(): Promise<void>;
};

/** See Smsc. With `key` and `cert` it speaks TLS. */
export async function createSmsc(options: Record<string, unknown> = {}): Promise<Smsc> {
  let next = 1;
  const server = smpp.createServer(options, (session) => {
    smsc.sessions.push(session);
    session.on('error', () => {});
    session.on('pdu', (pdu: SmppPdu) => void handle(pdu, session));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  async function handle(pdu: SmppPdu, session: Session): Promise<void> {
    switch (pdu.command) {
      case 'bind_transceiver': {
        smsc.binds.push(pdu);
        const command_status = smsc.onBind(pdu);
        session.send(pdu.response({ command_status, system_id: 'smsc' }));
        return;
      }
      case 'submit_sm': {
        smsc.submits.push(pdu);
        const answer = await smsc.onSubmit(pdu, session);
        if (answer === 'silence') return;
        if (answer === 'reset') return void session.socket.resetAndDestroy();
        const { status = 0, id = `SIM${next++}` } = answer;
        session.send(pdu.response({ command_status: status, message_id: status === 0 ? id : '' }));
        return;
      }
      case 'unbind':
        smsc.heard.push(pdu.command);
        session.send(pdu.response());
        session.close();
        return;
      case 'enquire_link':
        smsc.heard.push(pdu.command);
        if (smsc.answersEnquiries) session.send(pdu.response());
        return;
      default:
        smsc.heard.push(pdu.command);
    }
  }

  const smsc: Smsc = {
    port,
    url: `${'key' in options ? 'smpps' : 'smpp'}://127.0.0.1:${port}`,
    submits: [],
    binds: [],
    sessions: [],
    heard: [],
    deliverAnswers: [],
    onSubmit: () => ({}),
    onBind: () => 0,
    answersEnquiries: true,
    deliver(fields) {
      return new Promise((resolve, reject) => {
        const session = smsc.sessions.at(-1);
        const given = { source_addr_ton: 1, source_addr_npi: 1, destination_addr: 'KEDAI' };
        const sent = session?.deliver_sm({ ...given, ...fields }, (answer) => {
          smsc.deliverAnswers.push(answer);
          resolve(answer);
        });
        if (sent !== true) reject(new Error('no session to deliver on'));
      });
    },
    breakAll() {
      for (const session of smsc.sessions) session.socket.resetAndDestroy();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const session of smsc.sessions) session.destroy();
      await closed;
    },
  };
  return smsc;
}

/** A receipt as most gateways send it. */
export function aReceipt(id: string, from: string, stat = 'DELIVRD'): Record<string, unknown> {
  return {
    source_addr: from,
    esm_class: 4,
    data_coding: 0,
    short_message: `id:${id} sub:001 dlvrd:001 submit date:2611280210 done date:2611280211 stat:${stat} err:000 text:Hai`,
  };
}
