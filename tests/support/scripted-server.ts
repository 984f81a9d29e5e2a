import { createServer as createPlain, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { UNTRUSTED_CERT, UNTRUSTED_KEY } from '#tests/support/untrusted-tls.ts';

/** A server on a socket that does with every whole request what the test says, and keeps them all. */
export type ScriptedServer = {
  readonly url: string;
  /** Whole requests as they came, head and body. */
  readonly received: string[];
  close(): Promise<void>;
};

/** Writes an HTTP answer as bytes; nothing is corrected. */
export function reply(status: string, body: string, headers: readonly string[] = []): string {
  const head = [`Content-Length: ${Buffer.byteLength(body)}`, ...headers].join('\r\n');
  return `HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`;
}

/** Starts one on a free port of this computer. */
export async function scriptedServer(
  onRequest: (socket: Socket, request: string) => void,
  { tls = false }: { tls?: boolean } = {},
): Promise<ScriptedServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const onConnection = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
      if (Buffer.byteLength(text.slice(end + 4)) < length) return;
      const whole = text;
      text = '';
      received.push(whole);
      onRequest(socket, whole);
    });
  };
  const server: Server = tls
    ? createTls({ key: UNTRUSTED_KEY, cert: UNTRUSTED_CERT }, onConnection)
    : createPlain(onConnection);
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    received,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
