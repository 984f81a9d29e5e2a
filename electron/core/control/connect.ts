import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { SiarClient } from '#shared/contract/contract.ts';
import { MAX_CALL_BYTES } from '#core/control/control-endpoint.ts';
import { readOwner, type Owner } from '#core/control/owner-file.ts';

/** A connection to the process that owns a data folder. */
export type OwnerConnection = {
  readonly client: SiarClient;
  readonly owner: Owner;
  /** Aborted once the connection is gone, from either side. Calls in flight fail then. */
  readonly gone: AbortSignal;
  close(): void;
};

/** How long an owner may take to answer; it is a process on the same computer. */
const ANSWER_WITHIN_MS = 3_000;

/**
 * Connects to the process that says in `owner.json` that it owns the folder. Null when nobody says
 * so or nobody answers. `engine`: also asks it to send what is due while this connection lasts.
 */
export async function connectToOwner(
  dataFolder: string,
  options: { engine?: boolean } = {},
): Promise<OwnerConnection | null> {
  const owner = readOwner(dataFolder);
  if (!owner) return null;
  const socket = new WebSocket(
    `ws://127.0.0.1:${owner.port}/rpc${options.engine ? '?engine=1' : ''}`,
    {
      headers: { authorization: `Bearer ${owner.token}` },
      handshakeTimeout: ANSWER_WITHIN_MS,
      maxPayload: MAX_CALL_BYTES * 4,
      perMessageDeflate: false,
      followRedirects: false,
    },
  );
  const opened = await new Promise<boolean>((resolve) => {
    socket.on('open', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
  if (!opened) {
    socket.terminate();
    return null;
  }
  const gone = new AbortController();
  socket.on('close', () => gone.abort());
  const client: SiarClient = createORPCClient(new RPCLink({ websocket: asBrowserSocket(socket) }));
  return { client, owner, gone: gone.signal, close: () => socket.close() };
}

/** The part of the browser's WebSocket that oRPC uses, over `ws`; text and bytes only. */
function asBrowserSocket(socket: WebSocket) {
  const events = new EventTarget();
  socket.on('message', (data, isBinary) => {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
    const content = isBinary ? bytes : Buffer.from(bytes as Buffer).toString('utf8');
    events.dispatchEvent(new MessageEvent('message', { data: content }));
  });
  socket.on('close', () => events.dispatchEvent(new Event('close')));
  return Object.assign(events, {
    get readyState() {
      return socket.readyState;
    },
    send: (data: string | ArrayBufferLike | Blob | ArrayBufferView) => socket.send(data as string),
  });
}
