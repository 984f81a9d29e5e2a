import { ORPCError, type ClientContext, type ClientLink, type ClientOptions } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { setConnectionStatus, useConnectionStore } from '#renderer/transport/connection-store.ts';

/** Code of the failure that a call ends with when there is no connection, or it broke on the way. */
export const CONNECTION_LOST = 'connection-lost';

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 5_000;

type Link = ClientLink<ClientContext>;

/** The desktop's preload announces itself so; the port comes later, in a message. */
function isDesktop(): boolean {
  return location.protocol === 'app:' || 'siar' in window;
}

/** `asked` false: there was no connection to begin with, so nothing can have happened. */
function lostError({ asked, cause }: { asked: boolean; cause?: unknown }) {
  return new ORPCError('SIAR', {
    defined: true,
    message: asked
      ? 'The connection to Siar was lost before it answered. Look whether the change is there before you try again.'
      : 'There is no connection to Siar right now, so nothing was done. Try again when it is back.',
    data: { code: CONNECTION_LOST, kind: 'failed', details: { asked } },
    cause,
  });
}

/**
 * One link that outlives its transports: every call goes to the one that is open now. A call that
 * loses its transport fails as `connection-lost`; it is never repeated here, for it may have worked.
 */
export class SwitchingLink implements ClientLink<ClientContext> {
  private current: Link | null = null;

  use(link: Link): void {
    this.current = link;
    setConnectionStatus('open');
  }

  drop(link: Link): void {
    if (this.current !== link) return;
    this.current = null;
    setConnectionStatus('lost');
  }

  async call(
    path: readonly string[],
    input: unknown,
    options: ClientOptions<ClientContext>,
  ): Promise<unknown> {
    const link = this.current;
    if (link === null) throw lostError({ asked: false });
    try {
      return await link.call(path, input, options);
    } catch (error) {
      if (this.current === link || options.signal?.aborted === true) throw error;
      throw lostError({ asked: true, cause: error });
    }
  }
}

/** Keeps a WebSocket to the page's own host open, with growing pauses between attempts. */
function keepSocket(link: SwitchingLink): void {
  let pause = FIRST_RETRY_MS;
  const connect = () => {
    const address = new URL('/rpc', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    const socketLink = new SocketLink<ClientContext>({ websocket: socket });
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      pause = FIRST_RETRY_MS;
      link.use(socketLink);
    });
    socket.addEventListener('close', () => {
      link.drop(socketLink);
      if (!opened) void explainRefusal();
      window.setTimeout(connect, pause);
      pause = Math.min(pause * 2, LAST_RETRY_MS);
    });
  };
  connect();
}

/** A refused WebSocket hides its status; a plain request to the same host tells sign-in from absence. */
async function explainRefusal(): Promise<void> {
  if (useConnectionStore.getState().status === 'open') return;
  try {
    const answer = await fetch('/siar.svg', { method: 'HEAD', cache: 'no-store' });
    setConnectionStatus(answer.status === 401 || answer.status === 403 ? 'signed-out' : 'lost');
  } catch {
    setConnectionStatus('lost');
  }
}

/** Takes every port that the preload hands over: a new one comes when the core was started again. */
function takePorts(link: SwitchingLink): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== window || !isPortMessage(event.data)) return;
    const port = event.ports[0];
    if (port === undefined) return;
    const portLink = new PortLink<ClientContext>({ port });
    port.addEventListener('close', () => link.drop(portLink));
    port.start();
    link.use(portLink);
  });
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'siar:port';
}

/** Starts the transport of this host and answers the link that calls go through. */
export function openConnection(): SwitchingLink {
  const link = new SwitchingLink();
  if (isDesktop()) takePorts(link);
  else keepSocket(link);
  return link;
}
