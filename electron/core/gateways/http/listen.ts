import type { Server } from 'node:net';
import { failed } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';

/**
 * Starts listening and returns the port (useful with port 0).
 * Throws SiarError `port-in-use`, or `cannot-listen` for an address that is not this computer's.
 */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(explain(error, host, port));
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function explain(error: Error, host: string, port: number) {
  const code = 'code' in error ? String(error.code) : error.message;
  if (code === 'EADDRINUSE') {
    return failed('port-in-use', say('port-in-use', { port, host }), { host, port });
  }
  return failed('cannot-listen', say('cannot-listen', { host, port, code }), { host, port, code });
}
