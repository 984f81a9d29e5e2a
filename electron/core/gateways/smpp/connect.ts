import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Where to connect to. */
export type ConnectOptions = {
  host: string;
  port: number;
  tls: boolean;
  timeouts: {
    /** Until connected, and until the bind is answered, ms. */
    connectMs: number;
  };
};

/** Code of a failure: the login does not fit into a bind. */
export const UNWRITABLE = 'unwritable';

/** Why no bound connection came about. Nothing was submitted. */
export class LinkFailure extends Error {
  /** Code of Node, `TIMEOUT`, or `bind`. */
  readonly code: string;
  /** Of the answer to the bind, where there was one. */
  readonly status: number | undefined;

  constructor(code: string, status?: number) {
    super(`no SMPP session: ${code}`);
    this.code = code;
    this.status = status;
  }
}

/** Opens a connection, encrypted where that is asked for. Rejects with LinkFailure. */
export function connect({ host, port, tls, timeouts }: ConnectOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tls
      ? // Said outright, so that no environment variable can switch the check off.
        connectTls({
          host,
          port,
          rejectUnauthorized: true,
          ...(isIP(host) === 0 && { servername: host }),
        })
      : connectTcp({ host, port, noDelay: true });
    const timer = setTimeout(() => fail('TIMEOUT'), timeouts.connectMs);
    const onError = (error: NodeJS.ErrnoException) => fail(error.code ?? error.message);
    function fail(code: string): void {
      clearTimeout(timer);
      socket.off('error', onError);
      socket.on('error', () => {});
      socket.destroy();
      reject(new LinkFailure(code));
    }
    socket.once('error', onError);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}
